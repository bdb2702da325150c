/**
 * One company's exports, from the decision until the file is there, alone and beside 200 of another company whose ERP
 * never answers: on the same worker, in turn, each time with a worker that was just started and is warm.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { slotsPerCompany } from '../../activities/bulkhead';
import type { Child } from '../children';
import type { Contender } from '../contender';
import { createRecorder, type Findings } from '../findings';
import type { OurContender } from '../ours';
import { closed, inParallel, newIds, rotated, submitAll, measureMs } from '../play';
import type { SilentErp } from '../silent-erp';
import { percentile } from '../spread';

const hangingExports = 200;
const exportsPerRound = 50;
const warmingExports = 60;
/** Fewer than a company may have in progress, so that it never waits for its own slots. */
const atOnce = 4;
const lookEveryMs = 50;
/** By then the load of the 200 decisions themselves is over, and only the dead ERP remains. */
const settleMs = 10_000;

const alone = 'p95 alone';
const beside = 'p95 beside a dead ERP';

export interface DeadErp {
  readonly ours: OurContender;
  /** The company whose ERP is silent. */
  readonly other: OurContender;
  readonly erp: SilentErp;
  /** Another worker for the same server. */
  readonly startWorker: () => Promise<Child>;
}

/** @returns milliseconds, one for each */
async function exportMany(contender: Contender, count: number): Promise<number[]> {
  const ids = newIds(count);
  await submitAll(contender, ids);
  const times: number[] = [];
  await inParallel(count, atOnce, async (index) => {
    const id = ids[index] ?? '';
    const taken = await measureMs(async () => {
      await contender.accept(id, 1);
      await contender.exported(id);
    });
    times.push(taken);
  });
  await inParallel(count, atOnce, (index) => closed(contender, ids[index] ?? ''));
  return times;
}

/** Brings as many under way as get there, the others wait for them. @returns what ends them */
async function hang({ other, erp }: DeadErp): Promise<() => Promise<void>> {
  const ids = newIds(hangingExports);
  await submitAll(other, ids);
  await inParallel(ids.length, 32, (index) => other.accept(ids[index] ?? '', 1));
  while (erp.holding() < slotsPerCompany) await delay(lookEveryMs);
  return async () => {
    const { server, workflowId } = other;
    await inParallel(ids.length, 16, async (index) => {
      await server.client.workflow.getHandle(workflowId(ids[index] ?? '')).terminate();
    });
    erp.drop();
  };
}

export async function measureDeadErp(place: DeadErp, rounds: number, say: (line: string) => void): Promise<Findings> {
  const { ours, erp, startWorker } = place;
  const recorder = createRecorder('dead-erp');
  let worker = ours.processes.worker;

  const measure = async (name: string): Promise<number> => {
    await worker.end('SIGKILL');
    worker = await startWorker();
    await exportMany(ours, warmingExports);
    const release = name === beside ? await hang(place) : undefined;
    await delay(settleMs);
    const p95 = percentile(await exportMany(ours, exportsPerRound), 0.95);
    if (release) recorder.add('its exports under way at the end', `of ${hangingExports}`, erp.holding());
    await release?.();
    recorder.add(name, 'ms', p95);
    return p95;
  };

  for (let round = 1; round <= rounds; round += 1) {
    const shown: string[] = [];
    for (const name of rotated([alone, beside], round)) shown.push(`${name} ${(await measure(name)).toFixed(0)} ms`);
    say(`dead ERP ${round}, p95 of ${exportsPerRound} exports: ${shown.join(', ')}`);
  }
  recorder.compare(beside, alone, {
    name: 'p95 of an export beside a dead ERP, to alone',
    bound: 'at most',
    limit: 1.2,
  });
  return recorder.findings();
}
