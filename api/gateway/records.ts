/** The full state of a run, for the record. A run that came to its own end left it as its result. */
import { type SubmissionId, toWorkflowId } from '../../workflows/contract/names';
import type { SubmissionRecord } from '../../workflows/contract/view';
import { recordQuery } from '../../workflows/messages';
import type { submission } from '../../workflows/submission';
import type { Calls } from './calls';
import { list } from './lists';
import { type Run, toRun } from './memo';
import { describe, notFound, unreadable } from './reads';

/** A run that ended before its revisions were kept has none. */
type Kept = Omit<SubmissionRecord, 'revisions'> & Partial<Pick<SubmissionRecord, 'revisions'>>;

const whole = (kept: Kept): SubmissionRecord => ({ ...kept, revisions: kept.revisions ?? [] });

async function read(calls: Calls, run: Run): Promise<SubmissionRecord> {
  const { workflow } = calls.client;
  const workflowId = toWorkflowId(run);
  try {
    // Without an execution id: an open run may be continued by another execution in between.
    if (run.isOpen) return whole(await workflow.getHandle(workflowId).query(recordQuery));
    const handle = workflow.getHandle<typeof submission>(workflowId, run.executionId);
    return whole(run.status === 'terminated' ? await handle.query(recordQuery) : await handle.result());
  } catch (error) {
    throw unreadable(error, run);
  }
}

async function newest(calls: Calls, id: SubmissionId): Promise<Run | undefined> {
  const description = await describe(calls, id);
  return description && toRun(description);
}

/** An earlier run of the project. */
async function earlier(calls: Calls, { companyId, projectId }: SubmissionId, runId: string): Promise<Run | undefined> {
  let cursor: string | undefined;
  do {
    const page = await list(calls, { filter: { companyId, projects: [projectId] }, limit: 100, cursor });
    const found = page.runs.find((run) => run.runId === runId);
    if (found) return found;
    cursor = page.next;
  } while (cursor !== undefined);
  return undefined;
}

/** `runId` absent: of the newest run. @throws Problem `not_found`, `no_worker` */
export const recordOf = (calls: Calls, id: SubmissionId, runId: string | undefined): Promise<SubmissionRecord> =>
  calls.read(async () => {
    let run = await newest(calls, id);
    if (runId !== undefined && run?.runId !== runId) run = await earlier(calls, id, runId);
    if (!run) throw notFound(id);
    return read(calls, run);
  });

/** Of a run from a list. @throws Problem `not_found`, `no_worker` */
export const recordOfRun = (calls: Calls, run: Run): Promise<SubmissionRecord> => calls.read(() => read(calls, run));
