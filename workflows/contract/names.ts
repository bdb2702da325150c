/** Names that other systems depend on: task queues, workflow types and ids, the ERP reference. */

export const taskQueue = 'ledgergate';
/** The task queue of notices. It is separate, so that slow receivers never take slots of exports. */
export const noticeTaskQueue = 'ledgergate-notices';
export const submissionType = 'submission';
export const noticeType = 'notice';
export const writeBackType = 'writeBack';
export const exportActivityId = 'export';
/** The header of messages, activities and workflows that says for which request they are. */
export const trailHeader = 'ledgergate-trail';

/**
 * The activity id of a preflight. Each revision has its own, so that an old answer does not count for a new revision.
 */
export const preflightActivityId = (revision: number): string => `preflight-${revision}`;

/** The workflow id of the n-th notice of a run. `n` continues over continue-as-new. */
export const toNoticeId = (runId: string, n: number): string => `${noticeType}:${runId}:${n}`;

/** The workflow id of the write-back. A run has one, because it exports once. */
export const toWriteBackId = (runId: string): string => `writeback:${runId}`;

/** The pattern of company ids and project ids. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

export interface SubmissionId {
  readonly companyId: string;
  readonly projectId: string;
}

/** Returns the workflow id, `submission:{companyId}:{projectId}`. Ids contain no colon, so it can be parsed exactly. */
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
 * Returns the reference by which the ERP's record is found again, the same in every attempt, revision and run. It is
 * safe as a file name and contains no dot (`.` becomes `=`), so that `<reference>.r2.json` of one project can never be
 * `<reference>.json` of another.
 */
export const toReference = ({ companyId, projectId }: SubmissionId): string =>
  `${companyId}~${projectId}`.replaceAll('.', '=');

/** Reads a reference; `undefined` if the text is none. Ids contain neither `~` nor `=`. */
export function fromReference(reference: string): SubmissionId | undefined {
  const [companyId = '', projectId = '', ...rest] = reference.replaceAll('=', '.').split('~');
  const id = { companyId, projectId };
  const isOne = rest.length === 0 && idPattern.test(companyId) && idPattern.test(projectId);
  return isOne && toReference(id) === reference ? id : undefined;
}
