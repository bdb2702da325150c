/** Names that other systems depend on: task queue, workflow type and id, ERP reference. */

export const taskQueue = 'ledgergate';
/** Of the activities that tell people and systems: sinks that hang never take the slots of exports. */
export const noticeTaskQueue = 'ledgergate-notices';
export const submissionType = 'submission';
export const noticeType = 'notice';
export const writeBackType = 'writeBack';
export const exportActivityId = 'export';

/** One for each revision: the answer to an old one is none to a new one. */
export const preflightActivityId = (revision: number): string => `preflight-${revision}`;

/** The n-th notice of a run, counted on over continue-as-new. */
export const toNoticeId = (runId: string, n: number): string => `${noticeType}:${runId}:${n}`;

/** One for each run: it exports once. */
export const toWriteBackId = (runId: string): string => `writeback:${runId}`;

/** What a company id and a project id look like. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export interface SubmissionId {
  readonly companyId: string;
  readonly projectId: string;
}

/** `submission:{companyId}:{projectId}`; the ids cannot hold a colon, so it reads back exactly. */
export const toWorkflowId = ({ companyId, projectId }: SubmissionId): string =>
  `${submissionType}:${companyId}:${projectId}`;

export function fromWorkflowId(workflowId: string): SubmissionId | undefined {
  const [type, companyId, projectId, ...rest] = workflowId.split(':');
  if (type !== submissionType || companyId === undefined || projectId === undefined || rest.length > 0) {
    return undefined;
  }
  return idPattern.test(companyId) && idPattern.test(projectId) ? { companyId, projectId } : undefined;
}

/**
 * What we give the ERP to find its record again: the same in every attempt, revision and run.
 * Safe as a file name and free of dots (`.` becomes `=`), so that `<reference>.r2.json` of one
 * project can never be `<reference>.json` of another.
 */
export const toReference = ({ companyId, projectId }: SubmissionId): string =>
  `${companyId}~${projectId}`.replaceAll('.', '=');
