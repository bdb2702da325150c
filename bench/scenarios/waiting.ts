/**
 * Does it become slower when many wait? Two servers of their own, one where nobody waits and one where many do, asked
 * in turn: a decision, the queue, the counts; then the queue again when the first one can fill a page as well.
 */
import { orThrow } from '../../client/client';
import type { ApiAnswer } from '../../client/transport';
import type { OurContender } from '../ours';
import { createRecorder, type Findings } from '../findings';
import { newIds, rotated, submitAll, measureMs } from '../play';
import { median, percentile } from '../spread';

const decisionsPerRound = 30;
const readsPerRound = 20;
const pageSize = 20;

interface Place {
  readonly contender: OurContender;
  /** The submissions that wait there. */
  readonly waiting: string[];
}

interface Measure {
  readonly what: string;
  readonly times: number;
  /** @returns milliseconds */
  readonly ask: (place: Place) => Promise<number>;
}

async function fill({ contender, waiting }: Place, count: number): Promise<void> {
  const ids = newIds(count);
  await submitAll(contender, ids);
  waiting.push(...ids);
}

/** One comes in for the one that is decided, so that their number stays; which one that is falls by lot. */
async function decide(place: Place): Promise<number> {
  await fill(place, 1);
  const { contender, waiting } = place;
  const [chosen = ''] = waiting.splice(Math.floor(Math.random() * waiting.length), 1);
  return measureMs(() => contender.reject(chosen));
}

const reading = (what: string, read: (contender: OurContender) => Promise<ApiAnswer<object>>): Measure => ({
  what,
  times: readsPerRound,
  ask: ({ contender }) =>
    measureMs(async () => {
      orThrow(await read(contender));
    }),
});

const readQueue = ({ client, companyId }: OurContender) =>
  client.list(companyId, { status: 'awaiting_decision', limit: pageSize });
const decision: Measure = { what: 'a decision', times: decisionsPerRound, ask: decide };
const counts = reading('the counts', ({ client, companyId }) => client.counts(companyId));
const queue = reading('the queue', readQueue);
const fullPage = reading(`a full page of the queue (${pageSize})`, readQueue);

/** The times of a round, place by place, each asked in turn. */
async function inTurn(places: readonly Place[], { times, ask }: Measure): Promise<number[][]> {
  const timed = places.map((place) => ({ place, taken: [] as number[] }));
  for (let index = 0; index < times; index += 1) {
    for (const { place, taken } of rotated(timed, index)) taken.push(await ask(place));
  }
  return timed.map(({ taken }) => taken);
}

export interface Crowds {
  readonly empty: OurContender;
  readonly full: OurContender;
  /** How many wait at `full`. */
  readonly waiting: number;
}

export async function measureWaiting(crowds: Crowds, rounds: number, say: (line: string) => void): Promise<Findings> {
  const recorder = createRecorder('waiting');
  const many = `${crowds.waiting} waiting`;
  const empty: Place = { contender: crowds.empty, waiting: [] };
  const full: Place = { contender: crowds.full, waiting: [] };

  const formatTail = ({ what }: Measure): string => `${what}, ${many}, p95`;
  const measure = async (round: number, measures: readonly Measure[], few: string): Promise<void> => {
    for (const one of measures) {
      const [timesAtFew = [], timesAtMany = []] = await inTurn([empty, full], one);
      const [atFew, atMany] = [median(timesAtFew), median(timesAtMany)];
      recorder.add(`${one.what}, ${few}`, 'ms', atFew);
      recorder.add(`${one.what}, ${many}`, 'ms', atMany);
      recorder.add(formatTail(one), 'ms', percentile(timesAtMany, 0.95));
      say(`${one.what} ${round}: ${few} ${atFew.toFixed(1)} ms, ${many} ${atMany.toFixed(1)} ms`);
    }
  };
  const limitTail = (measure: Measure, limit: number): void =>
    recorder.limit(formatTail(measure), { name: formatTail(measure), bound: 'at most', limit });
  const compare = ({ what }: Measure, few: string): void => {
    const name = `${what} with ${many}, to ${few}`;
    recorder.compare(`${what}, ${many}`, `${what}, ${few}`, { name, bound: 'at most', limit: 1.1 });
  };

  say(`waiting: submitting ${crowds.waiting}`);
  await fill(full, crowds.waiting);
  for (let round = 1; round <= rounds; round += 1) await measure(round, [decision, counts, queue], '0 waiting');
  await fill(empty, pageSize);
  const aPage = `${pageSize} waiting`;
  for (let round = 1; round <= rounds; round += 1) await measure(round, [fullPage], aPage);
  compare(decision, '0 waiting');
  limitTail(counts, 100);
  limitTail(fullPage, 300);
  compare(fullPage, aPage);
  return recorder.findings();
}
