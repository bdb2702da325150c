/** `kill -9` of the worker while exports are under way; a new one is started at once. When is the last file there? */
import { setTimeout as delay } from 'node:timers/promises';
import { temporal } from '@temporalio/proto';
import { slotsPerCompany } from '../../activities/bulkhead';
import { exportActivityId } from '../../workflows/contract/names';
import type { OurContender } from '../ours';
import type { Child } from '../children';
import { createRecorder, type Findings } from '../findings';
import { hang, recover } from '../hang';
import { closed, inParallel, newIds, submitAll } from '../play';

const submissions = 200;
const lookEveryMs = 100;
const { PENDING_ACTIVITY_STATE_STARTED: started } = temporal.api.enums.v1.PendingActivityState;

export interface Recovery {
  readonly ours: OurContender;
  /** Another worker for the same server. */
  readonly startWorker: () => Promise<Child>;
}

async function underWay({ server, workflowId }: OurContender, ids: readonly string[]): Promise<number> {
  let count = 0;
  await inParallel(ids.length, 16, async (index) => {
    const { raw } = await server.client.workflow.getHandle(workflowId(ids[index] ?? '')).describe();
    const pending = raw.pendingActivities?.find(({ activityId }) => activityId === exportActivityId);
    if (pending?.state === started) count += 1;
  });
  return count;
}

/** Brings the submissions into an export that hangs, or waits for those that do. @returns how many attempts run */
async function getUnderWay(ours: OurContender, ids: readonly string[]): Promise<number> {
  await submitAll(ours, ids);
  await inParallel(ids.length, 32, (index) => ours.accept(ids[index] ?? '', 1));
  for (;;) {
    const count = await underWay(ours, ids);
    if (count >= Math.min(slotsPerCompany, ids.length)) return count;
    await delay(lookEveryMs);
  }
}

export async function measureRecovery(
  { ours, startWorker }: Recovery,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> {
  const recorder = createRecorder('recovery');
  let worker = ours.processes.worker;
  for (let round = 1; round <= rounds; round += 1) {
    const ids = newIds(submissions);
    const share = { drop: ours.drop, references: ids.map((id) => ours.reference(id)) };
    await hang(share);
    const running = await getUnderWay(ours, ids);
    await worker.end('SIGKILL');
    await recover(share);
    const startedAt = performance.now();
    const arrivals = ids.map(async (id) => {
      await ours.exported(id);
      return (performance.now() - startedAt) / 1_000;
    });
    worker = await startWorker();
    const seconds = await Promise.all(arrivals);
    recorder.add('attempts under way at the kill', 'of 200', running);
    recorder.add('first export after the restart', 's', Math.min(...seconds));
    recorder.add('last export after the restart', 's', Math.max(...seconds));
    const [first, last] = [Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(1));
    say(`recovery ${round}: first export ${first ?? ''} s, last ${last ?? ''} s after the restart`);
    await inParallel(ids.length, 16, (index) => closed(ours, ids[index] ?? ''));
  }
  recorder.limit('last export after the restart', { name: 'last of 200 exports', bound: 'at most', limit: 6 });
  return recorder.findings();
}
