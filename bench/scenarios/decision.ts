/** One decision on a submission that waits: through the API, and by the bare client, in turn; then 16 at once. */
import type { Contender } from '../contender';
import { createRecorder, type Findings } from '../findings';
import { inParallel, newIds, rotated, submitAll, measureMs } from '../play';
import { median } from '../spread';

const decisionsPerRound = 40;
const crowd = 16;

export interface Rivals {
  readonly ours: Contender;
  readonly bare: Contender;
}

type Times = Readonly<Record<'ours' | 'bare', number[]>>;

/** Milliseconds of each decision; nothing else is under way. */
async function decideInTurn({ ours, bare }: Rivals): Promise<Times> {
  const ids = newIds(decisionsPerRound);
  const times: Times = { ours: [], bare: [] };
  const timed = [
    { contender: ours, taken: times.ours },
    { contender: bare, taken: times.bare },
  ];
  for (const { contender } of timed) await submitAll(contender, ids);
  for (const [index, id] of ids.entries()) {
    for (const { contender, taken } of rotated(timed, index)) taken.push(await measureMs(() => contender.reject(id)));
  }
  return times;
}

/** The same while 15 others are decided by the same contender. */
async function decideAtOnce(contender: Contender): Promise<number[]> {
  const ids = newIds(decisionsPerRound * 2);
  await submitAll(contender, ids);
  const taken: number[] = [];
  await inParallel(ids.length, crowd, async (index) => {
    taken.push(await measureMs(() => contender.reject(ids[index] ?? '')));
  });
  return taken;
}

export async function measureDecisions(rivals: Rivals, rounds: number, say: (line: string) => void): Promise<Findings> {
  const { ours, bare } = rivals;
  const recorder = createRecorder('decision');
  const atOnce = (name: string): string => `${name}, ${crowd} at once`;
  for (let round = 1; round <= rounds; round += 1) {
    const times = await decideInTurn(rivals);
    recorder.add(ours.name, 'ms', median(times.ours));
    recorder.add(bare.name, 'ms', median(times.bare));
    for (const contender of rotated([ours, bare], round)) {
      recorder.add(atOnce(contender.name), 'ms', median(await decideAtOnce(contender)));
    }
    say(
      `decision ${round}: ${ours.name} ${median(times.ours).toFixed(1)} ms, ${bare.name} ${median(times.bare).toFixed(1)} ms`,
    );
  }
  recorder.compare(ours.name, bare.name, { name: 'a decision, to bare', bound: 'at most', limit: 1.3 });
  recorder.compare(atOnce(ours.name), atOnce(bare.name), {
    name: `a decision with ${crowd} at once, to bare`,
    bound: 'at most',
    limit: 1.3,
  });
  return recorder.findings();
}
