/**
 * The workflow that writes the ERP's ids into the source of a project after the export. A source that is down for up to
 * three days still gets them. If they could not be written by then, this workflow fails, so that ops see it.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { WriteBackActivities, WriteBackRequest, WriteBackResult } from './contract/write-back';
import type { Children } from './children';
import { toWriteBackId, writeBackType } from './contract/names';
import type { Submission } from './domain/submission';
import { showText } from './contract/text';
import { checkBeside } from './start';

/** Returns the reason of the last failure in plain words. The server gives up before a try that would come too late. */
function findReason(error: unknown): string {
  if (!(error instanceof ActivityFailure)) return String(error);
  const { cause, retryState } = error;
  const last = cause instanceof TimeoutFailure ? cause.cause : cause;
  const words = last instanceof ApplicationFailure ? last.message : 'the source did not answer';
  return retryState === 'TIMEOUT' || cause instanceof TimeoutFailure
    ? `given up after three days; the last failure: ${words}`
    : words;
}

/** Writes the ERP's ids into the source. @throws ApplicationFailure `not_written_back` */
export async function writeBack(request: WriteBackRequest): Promise<WriteBackResult> {
  checkBeside(request);
  const { projectId, revision } = request;
  const subject = `${projectId} revision ${revision}`;
  setCurrentDetails(`Writing the ERP's ids of **${subject}** into the source.`);
  const { writeToSource } = proxyActivities<WriteBackActivities>({
    activityId: 'write-back',
    summary: `Write the ERP's ids of ${subject} into the source`,
    scheduleToCloseTimeout: '3 days',
    /** An attempt ends itself well before. */
    startToCloseTimeout: '2 minutes',
    retry: { initialInterval: '30 seconds', backoffCoefficient: 2, maximumInterval: '1 hour' },
  });
  try {
    const result = await writeToSource(request);
    const missing = result.missing > 0 ? ` ${result.missing} cost codes no longer exist in the source.` : '';
    setCurrentDetails(`**${subject}**: the project and ${result.costCodes} cost codes have the ERP's ids.${missing}`);
    return result;
  } catch (error) {
    if (isCancellation(error)) throw error;
    const reason = showText(findReason(error), 1_000);
    setCurrentDetails(`**${subject}**: not written into the source: ${reason}`);
    throw ApplicationFailure.nonRetryable(`Not written into the source: ${reason}`, 'not_written_back');
  }
}

/** Starts the write-back of an exported project, if the company wants one. */
export function startWriteBack(children: Children, state: Submission, runId: string): void {
  if (state.status !== 'exported' || !state.policy.writeBack) return;
  const { companyId, projectId, revision, receipt, project } = state;
  const { reference, ids } = receipt;
  const costCodes = project.costCodes.map(({ code }) => code);
  children.start(state, {
    type: writeBackType,
    workflowId: toWriteBackId(runId),
    args: [{ companyId, projectId, runId, revision, reference, ids, costCodes }] satisfies Parameters<typeof writeBack>,
    summary: `write back: ${companyId} · ${projectId} · revision ${revision}`,
  });
}
