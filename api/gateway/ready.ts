/** Checks that the service can work now: Temporal answers and takes commands, and a worker polls that it gives tasks to. */
import { requireWriteRight } from '../../adapters/temporal/rights';
import { Problem } from '../problems';
import type { Calls } from './calls';
import { whyNoRoom } from './disk-space';
import { checkPollers } from './pollers';

/** Short, because monitors do not wait long. */
const answerWithinMs = 1_000;

/** Checks that the service is ready. @throws Problem `no_worker`, `disk_full`, and those of every read */
export const ready = (calls: Calls, dataFolder: string | undefined): Promise<void> =>
  calls.read(async () => {
    // Checked first, because a server whose disk is full does not report it and keeps its callers waiting.
    const noRoom = dataFolder === undefined ? undefined : await whyNoRoom(dataFolder);
    if (noRoom !== undefined) throw new Problem('disk_full', noRoom);
    const [notPolled] = await Promise.all([checkPollers(calls), requireWriteRight(calls.connection, calls.namespace)]);
    if (notPolled !== undefined) throw new Problem('no_worker', notPolled);
  }, answerWithinMs);
