/**
 * Starts the next attempt of an export at once while it waits for its time, by pausing and unpausing the activity. The
 * activity is never reset, because that would lose what is known of a write that was sent.
 */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { optionalTsToDate } from '../../adapters/temporal/sdk-internals';
import { grpc, hasGrpcCode } from '../../adapters/temporal/grpc';
import { exportActivityId, type SubmissionId, toWorkflowId } from '../../workflows/contract/names';
import { Problem } from '../problems';
import type { Calls } from './calls';
import { isPaused } from './executions';
import { exportNowIdentity, readExportPause } from './export-state';
import { toRun } from './memo';
import { readPaused, toProblem, toRunCurrent } from './outline';
import { describe, findPendingExport, notFound } from './reads';

/** An attempt that ended meanwhile needs no pause. */
async function unlessEnded(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!hasGrpcCode(error, grpc.notFound)) throw error;
  });
}

/** @throws Problem `not_found`, `paused`, `not_exporting` */
function findExport(id: SubmissionId, description: WorkflowExecutionDescription | undefined) {
  const run = description && toRun(description);
  if (!run) throw notFound(id);
  if (isPaused(description)) throw toProblem({ run, paused: readPaused(description) });
  const pending = run.isOpen ? findPendingExport(description) : undefined;
  if (pending) return pending;
  const current = toRunCurrent(run);
  throw new Problem('not_exporting', `The submission is ${run.status}, so no export waits for its next attempt.`, {
    current,
  });
}

/** Returns once the attempt is due, also if it runs already. @throws Problem `not_exporting`, `export_paused` and others */
export const exportNow = (calls: Calls, id: SubmissionId): Promise<void> =>
  calls.write(async () => {
    const pending = findExport(id, await describe(calls, id));
    const paused = readExportPause(pending);
    if (paused && paused.by !== exportNowIdentity) {
      const { by, since } = paused;
      throw new Problem('export_paused', `${by || 'Somebody'} paused the export in Temporal at ${since}.`);
    }
    const nextAt = optionalTsToDate(pending.nextAttemptScheduleTime);
    if (!paused && !nextAt) return;
    const { namespace, connection } = calls;
    const activity = {
      namespace,
      identity: exportNowIdentity,
      execution: { workflowId: toWorkflowId(id) },
      id: exportActivityId,
    };
    const { workflowService } = connection;
    if (!paused) await unlessEnded(workflowService.pauseActivity({ ...activity, reason: 'The next attempt at once' }));
    await unlessEnded(workflowService.unpauseActivity(activity));
  });
