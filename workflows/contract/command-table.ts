/**
 * The commands on an open submission, once. Each row is a signal and an update of the same name, a route, a method of
 * the client, a command of the command line and an entry of `actions`; all of them are made from it.
 * Plain data, so that the sandbox and a browser can read it; `commands.ts` makes the schemas of the bodies.
 */
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
    description: "Names the ERP's job number and the extra fields this ERP wants; `GET …/integration` lists them.",
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
    description: 'The project leaves the queue until it is resent. Also from parked, unless the outcome is unknown.',
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
          'left out: fetched from the source of the company, if it has one, else the last document goes as it is',
      },
      note,
    },
    summary: 'Send the corrected project again',
    description:
      'Revision + 1, and a new decision is awaited. Without `project` it is fetched from the source of the company; where there is none, the last document goes as it is.',
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
    summary: 'Take the project back before a decision falls',
    description: 'It can be resent later.',
    example: { note: 'Sent too early.' },
    ops: 'Project admin: take the project back before a decision falls.',
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
    summary: 'End the submission without export',
    description: 'Closes it; the project can be submitted again.',
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
    who: 'An approver or operator of the company; what differs from what was accepted, or to overwrite or recreate, takes an approver, under four-eyes one who did not submit or resend the project.',
    fields: {
      job: {
        kind: 'job',
        optional: true,
        description: 'merged by key into what was accepted; what differs takes an approver',
      },
      note,
      confirm: {
        kind: 'confirmation',
        optional: true,
        description: 'parked as `changed_in_erp`: overwrite; as `deleted_in_erp`: recreate',
      },
      differencesHash: {
        kind: 'hash',
        optional: true,
        description: '`export.parked.differencesHash` of the view that was looked at; goes with `confirm`',
      },
    },
    together: {
      fields: ['confirm', 'differencesHash'],
      message: 'goes with confirm: take it from export.parked.differencesHash of the view',
    },
    summary: 'Try a parked export again',
    description:
      'Looks up the reference in the ERP before anything else. `job` is merged by key into the one that was accepted. What differs from it takes an approver who is no sender, and so does `confirm`: overwrite what was changed in the ERP, or recreate what was deleted there, with the `differencesHash` of the differences that were looked at.',
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
    summary: 'Record that a person booked the project by hand',
    description: "Takes the ERP's ids of the record and a note; closes the submission as exported.",
    example: { ids: { job: '24-017' }, note: 'Booked by hand and compared.' },
    ops: 'Operator: the project was booked by hand.',
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
      number: { kind: 'identifier', optional: true, description: 'a job number that the preflight is to check' },
    },
    summary: 'Request a preflight',
    description:
      'Its answer comes into `checks` (source `erp`) and `suggestion` within seconds; `isPreflightRunning` says that it is awaited. No decision waits for it.',
    example: { number: '24-018' },
    ops: 'Approver or project admin: request a preflight: the ERP checks the project before a decision, and nothing is written.',
    signal: {},
    signalNote: 'for a number: "number":"24-017"',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandTable = typeof commandTable;
export type CommandName = keyof CommandTable;

/** The row, whichever it is. */
export const commandRow = (name: CommandName): CommandRow => commandTable[name];

const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandTable, name);

export const commandNames: readonly CommandName[] = Object.keys(commandTable).filter(isCommandName);

/** One value for each command. */
export function forEachCommand<T>(make: (name: CommandName) => T): Readonly<Record<CommandName, T>>;
export function forEachCommand<T>(make: (name: CommandName) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(commandNames.map((name) => [name, make(name)]));
}

export const timelineTypes = [
  ...(['submitted', 'exported', 'parked', 'ignored'] as const),
  ...commandNames.map((name) => commandTable[name].event),
];
export type TimelineType = (typeof timelineTypes)[number];
