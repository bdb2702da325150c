/** One decision on a submission that waits: through the API, and by the bare client, in turn. */
import type { Contender } from '../contender';
import { createRecorder, type Findings } from '../findings';
import { newIds, rotated, submitAll, measureMs } from '../play';
import { median } from '../spread';

const decisionsPerRound = 40;

export interface Rivals {
  readonly ours: Contender;
  readonly bare: Contender;
}

export async function measureDecisions(
  { ours, bare }: Rivals,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> {
  const recorder = createRecorder('decision');
  const rivals = [ours, bare].map((contender) => ({ contender, name: contender.name }));
  for (let round = 1; round <= rounds; round += 1) {
    const ids = newIds(decisionsPerRound);
    const timed = rivals.map((rival) => ({ ...rival, times: [] as number[] }));
    for (const { contender } of timed) await submitAll(contender, ids);
    for (const [index, id] of ids.entries()) {
      for (const { contender, times } of rotated(timed, index)) {
        times.push(await measureMs(() => contender.reject(id)));
      }
    }
    for (const { name, times } of timed) recorder.add(name, 'ms', median(times));
    say(`decision ${round}: ${timed.map(({ name, times }) => `${name} ${median(times).toFixed(1)} ms`).join(', ')}`);
  }
  recorder.compare(ours.name, bare.name, { name: 'a decision, to bare', bound: 'at most', limit: 1.25 });
  return recorder.findings();
}
