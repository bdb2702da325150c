/** Describes a run that cannot show its state, and says why it takes no command. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { optionalTsToDate } from '../../adapters/temporal/sdk-internals';
import type { UnreadableCode } from '../../workflows/contract/codes';
import { toWorkflowId } from '../../workflows/contract/names';
import type { Paused, Unreadable } from '../../workflows/contract/outline';
import type { Current } from '../../workflows/contract/answers';
import { Problem } from '../problems';
import type { Run } from './memo';

export type Outline = { readonly run: Run } & ({ readonly paused: Paused } | { readonly unreadable: Unreadable });

export const isOutline = (found: object): found is Outline => 'run' in found;

/** Returns who paused the run and why. The server adds this to `describe()` for as long as the run is paused. */
export function readPaused({ raw, startTime }: WorkflowExecutionDescription): Paused {
  const { identity, reason, pausedTime } = raw.workflowExtendedInfo?.pauseInfo ?? {};
  return {
    by: identity ?? '',
    reason: reason ?? '',
    since: (optionalTsToDate(pausedTime) ?? startTime).toISOString(),
  };
}

/**
 * Returns where a run stands. Without a worker, it names the person who submitted, because only the workflow knows who
 * acted last.
 */
export const toRunCurrent = ({ revision, status, submittedBy, submittedAt }: Run): Current => ({
  revision,
  status,
  by: submittedBy,
  at: submittedAt,
});

/** Returns the problem that says why the run takes no command now. */
export function toProblem(outline: Outline): Problem {
  const current = toRunCurrent(outline.run);
  if ('unreadable' in outline) return new Problem('unreadable', outline.unreadable.message, { current });
  const { by, reason, since } = outline.paused;
  const why = reason === '' ? '' : ` (${reason})`;
  return new Problem('paused', `${by} paused the submission in Temporal at ${since}${why}.`, { current });
}

/** Returns the state of a submission. @throws Problem `paused` or `unreadable` if there is only an outline */
export function requireState<T extends object>(found: T | Outline): T {
  if (isOutline(found)) throw toProblem(found);
  return found;
}

type At = Pick<Run, 'companyId' | 'projectId' | 'executionId'>;

const line = (command: string, run: At): string =>
  `temporal workflow ${command} -w ${toWorkflowId(run)} -r ${run.executionId}`;

/** The commands with which ops repair a run or show the rest of it. docs/operations.md has the same lines. */
const repairs: Readonly<Record<UnreadableCode, (run: At) => string>> = {
  ended_from_outside: (run) => line('show', run),
  task_failed: (run) => `${line('reset', run)} --type FirstWorkflowTask --reason repaired`,
  malformed_start: (run) => line('show', run),
  older_version: (run) => line('show', run),
  key_missing: (run) => line('describe', run),
};

export const toUnreadable = (run: At, code: UnreadableCode, message: string): Unreadable => ({
  code,
  message,
  repair: repairs[code](run),
});
