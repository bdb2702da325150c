/** The routes of the commands. */
import type { CommandName } from '../../workflows/contract/codes';
import { commandBodies } from '../../workflows/contract/commands';
import { commandRoles } from '../request/access';
import { bodyExamples } from './examples';
import { atSource, type Operation, submissionPath, viewAnswer, writing } from './operation';
import type { ProblemCode } from '../problems';

const deciding = ['stale_revision', 'already_closed', 'paused', 'unreadable', ...writing] as const;

interface CommandText {
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly problems: readonly ProblemCode[];
}

const commandTexts: Readonly<Record<CommandName, CommandText>> = {
  accept: {
    path: 'accept',
    summary: 'Accept the revision and export it',
    description: "Names the ERP's job number and the extra fields this ERP wants; `GET …/integration` lists them.",
    problems: ['not_awaiting_decision', 'same_person', 'project_breaks_rules'],
  },
  reject: {
    path: 'reject',
    summary: 'Reject the revision with a reason',
    description: 'The project leaves the queue until it is resent. Also from parked, unless the outcome is unknown.',
    problems: ['not_awaiting_decision', 'outcome_unknown'],
  },
  resend: {
    path: 'resend',
    summary: 'Send the corrected project again',
    description:
      'Revision + 1, and a new decision is awaited. Without `project` it is fetched from the source of the company; where there is none, the last document goes as it is.',
    problems: ['not_resendable', 'project_breaks_rules', 'integration_takes_no_projects', ...atSource],
  },
  retrieve: {
    path: 'retrieve',
    summary: 'Take the project back before a decision falls',
    description: 'It can be resent later.',
    problems: ['not_awaiting_decision'],
  },
  withdraw: {
    path: 'withdraw',
    summary: 'End the submission without export',
    description: 'Closes it; the project can be submitted again.',
    problems: ['not_withdrawable', 'outcome_unknown'],
  },
  retryExport: {
    path: 'retry-export',
    summary: 'Try a parked export again',
    description:
      'Looks up the reference in the ERP before anything else. `job` is merged by key into the one that was accepted. What differs from it takes an approver who is no sender, and so does `confirm`: overwrite what was changed in the ERP, or recreate what was deleted there, with the `differencesHash` of the differences that were looked at.',
    problems: [
      ...([
        'not_parked',
        'integration_takes_no_projects',
        'same_person',
        'outcome_unknown',
        'nothing_to_confirm',
        'stale_differences',
        'job_number_taken',
      ] as const),
      'project_breaks_rules',
    ],
  },
  settle: {
    path: 'settle',
    summary: 'Record that a person booked the project by hand',
    description: "Takes the ERP's ids of the record and a note; closes the submission as exported.",
    problems: ['not_parked', 'same_person'],
  },
  preflight: {
    path: 'preflight',
    summary: 'Request a preflight',
    description:
      'Its answer comes into `checks` (source `erp`) and `suggestion` within seconds; `isPreflightRunning` says that it is awaited. No decision waits for it.',
    problems: ['not_awaiting_decision', 'preflight_unsupported'],
  },
};

/** One operation a command. */
const commandOperation = (name: CommandName): Operation => {
  const { path, summary, description, problems } = commandTexts[name];
  return {
    ...{ id: name, method: 'post' as const, path: `${submissionPath}/${path}`, summary, description },
    ...{ roles: commandRoles[name], input: commandBodies[name], example: bodyExamples[name], answer: viewAnswer },
    problems: [...problems, ...deciding],
  };
};

export const commandOperations = {
  accept: commandOperation('accept'),
  reject: commandOperation('reject'),
  resend: commandOperation('resend'),
  retrieve: commandOperation('retrieve'),
  withdraw: commandOperation('withdraw'),
  retryExport: commandOperation('retryExport'),
  settle: commandOperation('settle'),
  preflight: commandOperation('preflight'),
} satisfies Record<CommandName, Operation>;
