/** Reads the memo and the search attributes of a run. We wrote them, but they are still validated. */
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { z } from 'zod';
import type { SubmissionItem } from '../../workflows/contract/answers';
import {
  parkedCodes,
  questionStates,
  type ShownStatus,
  statuses,
  type UnreadableCode,
} from '../../workflows/contract/codes';
import { fromWorkflowId } from '../../workflows/contract/names';
import { findMissingKey } from '../../workflows/contract/sealed';
import { Actor, Instant } from '../../workflows/contract/view';
import { searchAttributes } from '../../workflows/search-attributes';
import { isCutOff, isOpen, isPaused } from './executions';
import { defined } from '../../workflows/contract/defined';

const count = z.int().nonnegative().catch(0);

/** A member that does not fit is read as if it were not there: one strange run never breaks a list. */
const Memo = z.object({
  name: z.string().catch(''),
  number: z.string().catch(''),
  customer: z.object({ name: z.string(), code: z.string().optional() }).nullish().catch(undefined),
  totalValue: z.string().nullish().catch(undefined),
  currency: z.string().catch(''),
  jobNumber: z.string().nullish().catch(undefined),
  submittedBy: Actor.catch({ id: 'unknown', channel: 'signal' }),
  sentBy: Actor.nullish().catch(undefined),
  submittedAt: Instant.optional().catch(undefined),
  firstRevision: z.int().positive().optional().catch(undefined),
  update: z.boolean().catch(false),
  checks: z.object({ errors: count, warnings: count }).catch({ errors: 0, warnings: 0 }),
  parked: z
    .object({ code: z.enum(parkedCodes), since: Instant })
    .nullish()
    .catch(undefined),
  question: z.enum(questionStates).nullish().catch(undefined),
  runId: z.string().optional().catch(undefined),
  submitKeys: z.array(z.object({ id: z.string(), bodyHash: z.string(), runId: z.string().optional() })).catch([]),
});

const Status = z.enum(statuses);

/** The server's own: set while the workflow task fails again and again. */
const reportedProblems = defineSearchAttributeKey('TemporalReportedProblems', 'KEYWORD_LIST');

/** A run as visibility and `describe()` show it, without a worker. */
export type Run = z.infer<typeof Memo> & {
  readonly isOpen: boolean;
  readonly isPaused: boolean;
  /**
   * Why the run is unreadable, as far as that is known without a worker. If it is absent, the run may still be
   * unreadable.
   */
  readonly unreadable?: UnreadableCode;
  /** When the last execution in the chain started, as an ISO instant. */
  readonly startedAt: string;
  /** When the run closed, as an ISO instant. Absent if it is open. */
  readonly closedAt?: string;
  /** Temporal's run id of the last execution in the chain. */
  readonly executionId: string;
  /** Whether an earlier execution continued as new. */
  readonly isContinued: boolean;
  readonly status: ShownStatus;
  readonly revision: number;
  readonly submittedAt: string;
  readonly waitingSince: string;
  readonly companyId: string;
  readonly projectId: string;
  readonly integration: string;
  /** The run id of the first execution in the chain. */
  readonly runId: string;
};

type KnownRun = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'status' | 'startTime' | 'closeTime' | 'runId' | 'typedSearchAttributes'
> & {
  readonly memo?: unknown;
};

/** The server's own refusal of a task's end, since a message came in meanwhile: nothing is wrong with the run. */
const isOvertaken = 'cause=WorkflowTaskFailedCauseUnhandledCommand';

/** Whether the server reports that the workflow task of the run fails repeatedly. */
export function isFailingTask({ typedSearchAttributes }: Pick<KnownRun, 'typedSearchAttributes'>): boolean {
  const problems = typedSearchAttributes.get(reportedProblems) ?? [];
  return problems.includes('category=WorkflowTaskFailed') && !problems.includes(isOvertaken);
}

/** Returns the key that would open the memo of the run; `undefined` if it is open. */
export const findLockingKey = ({ memo }: Pick<KnownRun, 'memo'>): string | undefined =>
  typeof memo === 'object' && memo !== null && 'name' in memo ? findMissingKey(memo.name) : undefined;

function findUnreadableCode(info: KnownRun, isOurs: boolean): UnreadableCode | undefined {
  if (findLockingKey(info) !== undefined) return 'key_missing';
  if (info.status.name === 'FAILED') return 'malformed_start';
  if (isCutOff(info)) return isOurs && !isFailingTask(info) ? undefined : 'ended_from_outside';
  return isOpen(info) && isFailingTask(info) ? 'task_failed' : undefined;
}

/** A run that was not begun by us says no status: it stands where every run begins. */
function toStatus(info: KnownRun): Run['status'] {
  if (isCutOff(info)) return 'terminated';
  const known = Status.safeParse(info.typedSearchAttributes.get(searchAttributes.status));
  if (known.success) return known.data;
  return isOpen(info) ? 'awaiting_decision' : 'terminated';
}

function readAttributes(info: KnownRun) {
  const { typedSearchAttributes: attributes, startTime } = info;
  return {
    status: toStatus(info),
    revision: attributes.get(searchAttributes.revision) ?? 1,
    waitingSince: (attributes.get(searchAttributes.waitingSince) ?? startTime).toISOString(),
    integration: attributes.get(searchAttributes.integration) ?? '',
    jobNumber: attributes.get(searchAttributes.jobNumber) ?? undefined,
  };
}

type Attributes = ReturnType<typeof readAttributes>;

/** A run that was submitted and no more: its times are that of its start, which whoever starts it cannot know. */
function readTimes(
  { startTime }: KnownRun,
  memo: z.infer<typeof Memo>,
  { status, revision, waitingSince }: Attributes,
) {
  const startedAt = startTime.toISOString();
  const submittedAt = memo.runId === undefined ? startedAt : (memo.submittedAt ?? startedAt);
  const isFirst = status === 'awaiting_decision' && revision === memo.firstRevision;
  return { submittedAt, waitingSince: isFirst ? submittedAt : waitingSince };
}

/** Reads a run; `undefined` if its workflow id is not one of ours. */
export function toRun(info: KnownRun): Run | undefined {
  const id = fromWorkflowId(info.workflowId);
  if (!id) return undefined;
  const memo = Memo.parse(info.memo ?? {});
  const attributes = readAttributes(info);
  const unreadable = findUnreadableCode(info, memo.name !== '');
  return {
    ...memo,
    ...id,
    ...attributes,
    jobNumber: memo.jobNumber ?? attributes.jobNumber,
    ...readTimes(info, memo, attributes),
    isOpen: isOpen(info),
    isPaused: isPaused(info),
    isContinued: memo.runId !== undefined,
    startedAt: info.startTime.toISOString(),
    ...defined({ unreadable, closedAt: info.closeTime?.toISOString() }),
    executionId: info.runId,
    runId: memo.runId ?? info.runId,
  };
}

/** Returns why a submission needs attention. */
export function whyListed({ parked, status, revision, firstRevision, update }: Run): SubmissionItem['why'] {
  if (status === 'parked' && parked) return 'parked';
  if (revision > (firstRevision ?? revision)) return 'resent';
  return update ? 'update' : 'new';
}
