/** No order of messages, restarts and evictions makes a history that cannot be replayed. */
import { z } from 'zod';
import { Worker, type ReplayHistoriesIterable } from '@temporalio/worker';
import { parseEnv } from '../../adapters/env';
import { dataConverter } from '../../adapters/temporal/converters';
import type { CommandName } from '../../workflows/contract/command-table';
import type { SubmissionState, TimelineEntry } from '../../workflows/contract/view';
import {
  changes,
  ErpPerProject,
  RandomRun,
  sequences,
  type Change,
  type Sequence,
} from '../support/domain/random-runs';
import { fc, seed } from '../support/fast-check';
import { startGate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const whole = z.coerce.number().int().positive();
const { RESTART_SEQUENCES: count } = parseEnv(z.object({ RESTART_SEQUENCES: whole.default(200) }));

/** So many share each worker, which takes most of the time to start. */
const atOnce = 20;

const erps = new ErpPerProject();

const gate = useStarted(() =>
  startGate(erps, ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=45']),
);

const cacheOptions = (change: Change) => (change === 'cold' ? { maxCachedWorkflows: 0 } : {});

/** The first change comes before the start, so that messages may come with it. */
async function playAll(all: readonly Sequence[], plan: readonly Change[]): Promise<RandomRun[]> {
  const start = (sequence: Sequence, index: number): Promise<RandomRun> =>
    RandomRun.start(gate, erps, `random-${batches}-${index}`, sequence);
  let runs: RandomRun[] = [];
  for (const [index, change] of plan.entries()) {
    if (change !== 'stays') await gate.stopWorker();
    if (change !== 'stays' && change !== 'away') await gate.startWorker(cacheOptions(change));
    if (index === 0) runs = await Promise.all(all.map(start));
    const playing = Promise.all(runs.map((run) => run.play(run.sequence.steps[index] ?? [])));
    if (change === 'away') await gate.startWorker({});
    await playing;
  }
  return runs;
}

/** A worker that stops, or a command that came too late, fails no task of ours. */
const isOurFault = (cause: unknown): boolean => !['1', 'UNHANDLED_COMMAND'].includes(String(cause));

const entryTypes: Readonly<Record<CommandName, TimelineEntry['type']>> = {
  accept: 'accepted',
  reject: 'rejected',
  resend: 'resent',
  retrieve: 'retrieved',
  withdraw: 'withdrawn',
  retryExport: 'retried',
  settle: 'settled',
  preflight: 'preflight_requested',
  comment: 'commented',
};

/** What it says of everything but the time: an ignored signal that is handed over later again is timed by then. */
const timeless = (view: SubmissionState): unknown =>
  JSON.parse(JSON.stringify(view).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'));

function expectConfirmed({ confirmed }: RandomRun, { timeline }: SubmissionState): void {
  for (const name of new Set(confirmed)) {
    const entries = timeline.filter((entry) => 'type' in entry && entry.type === entryTypes[name]);
    expect(entries.length).toBeGreaterThanOrEqual(confirmed.filter((one) => one === name).length);
  }
}

let batches = 0;

async function holds(all: readonly Sequence[], plan: readonly Change[]): Promise<void> {
  batches += 1;
  const runs = await playAll(all, plan);
  const before = await Promise.all(runs.map((run) => run.settled()));
  await gate.stopWorker();
  await gate.startWorker({});
  const histories: { workflowId: string; history: Awaited<ReturnType<RandomRun['handle']['fetchHistory']>> }[] = [];
  for (const [index, run] of runs.entries()) {
    const after = await gate.view(run.handle);
    expect(timeless(after)).toEqual(timeless(before[index] ?? after));
    expectConfirmed(run, after);
    const history = await run.handle.fetchHistory();
    const failed = history.events?.map((event) => event.workflowTaskFailedEventAttributes).filter(Boolean) ?? [];
    expect(failed.filter((attributes) => isOurFault(attributes?.cause))).toEqual([]);
    histories.push({ workflowId: run.handle.workflowId, history });
  }
  const workflowBundle = { codePath: require.resolve('../../dist/workflow-bundle.js') };
  const each: ReplayHistoriesIterable = histories;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, dataConverter }, each)) {
    expect(error === undefined ? [] : [workflowId, error]).toEqual([]);
  }
}

test(`${count} random submissions outlast every restart (FC_SEED=${seed})`, async () => {
  process.stderr.write(`restarts: FC_SEED=${seed} RESTART_SEQUENCES=${count}\n`);
  const numRuns = Math.ceil(count / atOnce);
  await fc.assert(fc.asyncProperty(sequences(atOnce), changes, holds), { numRuns, endOnFailure: true });
}, 3_600_000);
