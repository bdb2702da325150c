/**
 * The table of all commands on an open submission. Each row defines a signal, an update, a route, a method of the
 * client, a command of the command line and an entry of `actions`, which are all derived from it. It is plain data, so
 * that the sandbox and a browser can read it. `commands.ts` makes the schemas of the bodies.
 */
import { openStatuses } from './codes';
import type { CommandRow } from './command-row';

const note = { kind: 'prose', optional: true } as const;
const reason = { kind: 'prose' } as const;
const projectAdmin = 'A project admin of the project.';

export const commandTable = {
  accept: {
    segment: 'accept',
    event: 'accepted',
    legalFrom: ['awaiting_decision'],
    refusal: 'not_awaiting_decision',
    refusals: ['same_person', 'project_breaks_rules'],
    roles: ['approver'],
    who: 'An approver of the company; under four-eyes one who did not submit or resend the project.',
    fields: { job: { kind: 'job' }, note },
    summary: 'Accept the revision and export it',
    description:
      "Accepts the revision and starts its export, which cannot be taken back. Send the ERP's job number and the extra fields that this ERP requires; `GET …/integration` lists them.",
    example: { job: { number: '24-017' }, note: 'Agreed with the branch.' },
    ops: 'Approver: accept the revision and export it.',
    signal: { job: { number: '24-017' } },
  },
  reject: {
    segment: 'reject',
    event: 'rejected',
    legalFrom: ['awaiting_decision', 'parked'],
    refusal: 'not_awaiting_decision',
    refusals: ['outcome_unknown'],
    roles: ['approver'],
    who: 'An approver of the company.',
    fields: {
      reason,
      category: { kind: 'word', optional: true },
      fields: { kind: 'field_messages', optional: true },
    },
    summary: 'Reject the revision with a reason',
    description:
      'Returns the project to its sender with a reason. It leaves the queue until it is resent. A parked submission can be rejected too, unless its outcome is unknown.',
    example: {
      reason: 'The customer code is missing.',
      category: 'incomplete',
      fields: [{ pointer: '/customer/code', message: 'Ask accounting for the code.' }],
    },
    ops: 'Approver: reject the revision.',
    signal: { reason: 'Job number is taken' },
  },
  resend: {
    segment: 'resend',
    event: 'resent',
    legalFrom: ['rejected', 'retrieved'],
    refusal: 'not_resendable',
    refusals: ['project_breaks_rules', 'integration_takes_no_projects'],
    roles: ['admin'],
    who: projectAdmin,
    fields: {
      project: {
        kind: 'project',
        optional: true,
        description:
          'Without it, the project is fetched from the source of the company, if it has one; otherwise the last document is sent unchanged.',
      },
      note,
    },
    summary: 'Resend the corrected project',
    description:
      'Sends the next revision, which awaits a new decision. Without `project`, the project is fetched from the source of the company; if the company has none, the last document is sent unchanged.',
    example: { note: 'Customer code added.' },
    ops: 'Project admin: send the last document again.',
    signal: {},
  },
  retrieve: {
    segment: 'retrieve',
    event: 'retrieved',
    legalFrom: ['awaiting_decision'],
    refusal: 'not_awaiting_decision',
    roles: ['admin'],
    who: projectAdmin,
    fields: { note },
    summary: 'Retrieve the project before it is decided',
    description: 'Takes the project back. It leaves the queue and can be resent later.',
    example: { note: 'Sent too early.' },
    ops: 'Project admin: take the project back before it is decided.',
    signal: {},
  },
  withdraw: {
    segment: 'withdraw',
    event: 'withdrawn',
    legalFrom: ['awaiting_decision', 'rejected', 'retrieved', 'parked'],
    refusal: 'not_withdrawable',
    refusals: ['outcome_unknown'],
    roles: ['admin'],
    who: projectAdmin,
    fields: { reason },
    summary: 'Withdraw the submission',
    description: 'Ends the submission without an export. The project can be submitted again.',
    example: { reason: 'The contract was not signed.' },
    ops: 'Project admin: end the submission without export.',
    signal: { reason: '…' },
  },
  retryExport: {
    segment: 'retry-export',
    event: 'retried',
    legalFrom: ['parked'],
    refusal: 'not_parked',
    refusals: [
      ...(['integration_takes_no_projects', 'same_person', 'outcome_unknown', 'nothing_to_confirm'] as const),
      ...(['stale_differences', 'job_number_taken', 'project_breaks_rules'] as const),
    ],
    roles: ['approver', 'operator'],
    who: 'An approver or operator of the company. Only an approver may change the accepted job, overwrite or recreate; under four-eyes one who did not submit or resend the project.',
    fields: {
      job: {
        kind: 'job',
        optional: true,
        description: 'Merged by key into the accepted job. Only an approver may change it.',
      },
      note,
      confirm: {
        kind: 'confirmation',
        optional: true,
        description:
          '`overwrite` for a submission parked as `changed_in_erp`, `recreate` for one parked as `deleted_in_erp`.',
      },
      differencesHash: {
        kind: 'hash',
        optional: true,
        description: '`export.parked.differencesHash` of the reviewed view. Required with `confirm`.',
      },
    },
    together: {
      fields: ['confirm', 'differencesHash'],
      message: 'must be sent together with confirm; take it from export.parked.differencesHash of the view',
    },
    summary: 'Retry a parked export',
    description:
      'Starts the export again; it first looks up the reference in the ERP. `job` is merged by key into the accepted job. Only an approver who did not send the project may change the accepted job or `confirm` a difference. `confirm` overwrites a record that was changed in the ERP, or recreates one that was deleted there, and needs the `differencesHash` of the differences that were reviewed.',
    example: { job: { number: '24-018' }, note: 'New job number.' },
    ops: 'Approver or operator: try a parked export again.',
    signal: {},
    signalNote: 'an approver also with another number: "job":{"number":"…"}',
  },
  settle: {
    segment: 'settle',
    event: 'settled',
    legalFrom: ['parked'],
    refusal: 'not_parked',
    refusals: ['same_person'],
    roles: ['operator'],
    who: 'An operator of the company; under four-eyes one who did not submit or resend the project.',
    fields: { ids: { kind: 'ids' }, note: { kind: 'prose' } },
    summary: 'Settle a parked export that was booked in the ERP by hand',
    description:
      "Records that a person booked the project in the ERP by hand, with the ERP's ids of the record and a note. The submission closes as exported.",
    example: { ids: { job: '24-017' }, note: 'Booked by hand and compared.' },
    ops: 'Operator: record that the project was booked by hand.',
    signal: { ids: { job: '…' }, note: '…' },
  },
  preflight: {
    segment: 'preflight',
    event: 'preflight_requested',
    legalFrom: ['awaiting_decision'],
    refusal: 'not_awaiting_decision',
    refusals: ['preflight_unsupported'],
    roles: ['approver', 'admin'],
    who: 'An approver of the company, or a project admin of the project.',
    fields: {
      number: { kind: 'identifier', optional: true, description: 'A job number for the preflight to check.' },
    },
    summary: 'Request a preflight: the ERP checks the project before the decision',
    description:
      'The ERP checks the project before the decision. Its findings appear in `checks` (with `source: "erp"`) and `suggestion` within seconds; until then `isPreflightRunning` is true. A decision need not wait for them.',
    example: { number: '24-018' },
    ops: 'Approver or project admin: request a preflight: the ERP checks the project before a decision, and nothing is written.',
    signal: {},
    signalNote: 'for a number: "number":"24-017"',
  },
  comment: {
    segment: 'comment',
    event: 'commented',
    legalFrom: openStatuses,
    refusal: 'already_closed',
    refusals: ['not_awaiting_decision', 'same_person', 'too_many_comments'],
    roles: ['admin', 'approver', 'operator'],
    who: 'A project admin of the project, or an approver or operator of the company. Only someone who did not submit or resend the project may ask its sender a question.',
    fields: {
      text: { kind: 'prose' },
      isQuestion: {
        kind: 'flag',
        optional: true,
        description:
          '`true` asks the sender a question: `awaiting` becomes `sender` until somebody who sent the project comments. Possible only in `awaiting_decision`.',
      },
    },
    summary: 'Comment on the submission, or ask its sender a question',
    description:
      'Adds a text to the timeline. It decides nothing, and changes neither the revision nor `waitingSince`. A question is put to the sender without a rejection; the sender answers by a comment. A run keeps 50 comments, 48 KiB together; further ones are refused as `too_many_comments`.',
    example: { text: 'Is the retainage of 10 % agreed with the owner?', isQuestion: true },
    ops: 'Anyone involved: add a comment; an approver can ask the sender a question.',
    signal: { text: '…' },
    signalNote: 'for a question to the sender: "isQuestion":true',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandTable = typeof commandTable;
export type CommandName = keyof CommandTable;

/** Returns the row of a command. */
export const commandRow = (name: CommandName): CommandRow => commandTable[name];

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandTable, name);

export const commandNames: readonly CommandName[] = Object.keys(commandTable).filter(isCommandName);

/** Makes one value for each command. */
export function forEachCommand<T>(make: (name: CommandName) => T): Readonly<Record<CommandName, T>>;
export function forEachCommand<T>(make: (name: CommandName) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(commandNames.map((name) => [name, make(name)]));
}

export const timelineTypes = [
  ...(['submitted', 'exported', 'parked', 'ignored'] as const),
  ...commandNames.map((name) => commandTable[name].event),
];
export type TimelineType = (typeof timelineTypes)[number];

const idleTypes: readonly TimelineType[] = ['ignored', 'preflight_requested', 'commented'];

/** Whether an entry of this type moved the submission. The others decide and change nothing. */
export const isMove = (type: TimelineType): boolean => !idleTypes.includes(type);
