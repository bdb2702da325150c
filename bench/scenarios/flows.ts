/** Measures whole stories per second, many at once. A story ends when its file exists; the rest finishes unmeasured. */
import type { Contender } from '../contender';
import { ownCpuMs } from '../cpu';
import { createRecorder, type Findings, type Recorder } from '../findings';
import { closed, inParallel, newIds, playStory, rotated, measureMs } from '../play';

interface Load {
  readonly concurrency: number;
  readonly stories: number;
}

/** So many that the end, where fewer run at once, weighs little. */
const loads: readonly Load[] = [
  { concurrency: 1, stories: 12 },
  { concurrency: 16, stories: 80 },
  { concurrency: 64, stories: 192 },
];

/** The load for which CPU time is reported by process. */
const cpuAt = 16;

export interface FlowRivals {
  readonly ours: Contender;
  readonly bareSame: Contender;
  readonly bareDefault: Contender;
}

type Cpu = Readonly<Record<string, number | undefined>>;

const readCpu = ({ processes }: Contender): Cpu => ({
  ...Object.fromEntries(Object.entries(processes).map(([name, { cpuMs }]) => [name, cpuMs()])),
  client: ownCpuMs(),
});

/** What each process spent since then, in milliseconds; without those of which nothing is known. */
const cpuSpent = (contender: Contender, before: Cpu): [process: string, ms: number][] =>
  Object.entries(readCpu(contender)).flatMap(([process, after]) => {
    const start = before[process];
    return start === undefined || after === undefined ? [] : [[process, after - start]];
  });

const cpuOfAll = (name: string): string => `${name}: CPU of all`;

function recordCpu(recorder: Recorder, name: string, spent: readonly [string, number][], stories: number): void {
  for (const [process, ms] of spent) recorder.add(`${name}: CPU of ${process}`, 'ms/story', ms / stories);
  recorder.add(cpuOfAll(name), 'ms/story', spent.reduce((sum, [, ms]) => sum + ms, 0) / stories);
}

const formatName = ({ name }: Contender, { concurrency }: Load): string => `${name}, ${concurrency} at once`;

async function play(contender: Contender, load: Load, recorder: Recorder): Promise<number> {
  const ids = newIds(load.stories);
  const before = readCpu(contender);
  const repeatedBefore = contender.repeated?.() ?? 0;
  const ms = await measureMs(() =>
    inParallel(load.stories, load.concurrency, (index) => playStory(contender, ids[index] ?? '')),
  );
  await inParallel(ids.length, load.concurrency, (index) => closed(contender, ids[index] ?? ''));
  const name = formatName(contender, load);
  if (load.concurrency === cpuAt) recordCpu(recorder, name, cpuSpent(contender, before), load.stories);
  if (contender.repeated) recorder.add(`${name}: calls repeated`, 'calls', contender.repeated() - repeatedBefore);
  const perSecond = (load.stories / ms) * 1_000;
  recorder.add(name, 'stories/s', perSecond);
  return perSecond;
}

export async function measureFlows(
  { ours, bareSame, bareDefault }: FlowRivals,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> {
  const recorder = createRecorder('flows');
  const rivals = [ours, bareSame, bareDefault];
  for (let round = 1; round <= rounds; round += 1) {
    for (const load of loads) {
      const shown: string[] = [];
      for (const contender of rotated(rivals, round)) {
        const perSecond = await play(contender, load, recorder);
        shown.push(`${contender.name} ${perSecond.toFixed(1)}/s`);
      }
      say(`flows ${round}, ${load.concurrency} at once: ${shown.join(', ')}`);
    }
  }
  for (const load of loads) {
    const at = `stories a second, ${load.concurrency} at once`;
    const of = formatName(ours, load);
    recorder.compare(of, formatName(bareDefault, load), {
      name: `${at}, to bare on the default server`,
      bound: 'at least',
      limit: 1.1,
    });
    recorder.compare(of, formatName(bareSame, load), {
      name: `${at}, to bare on the same settings`,
      bound: 'at least',
      limit: 0.75,
    });
  }
  const [atCpu] = loads.filter(({ concurrency }) => concurrency === cpuAt);
  if (atCpu) {
    recorder.compare(cpuOfAll(formatName(ours, atCpu)), cpuOfAll(formatName(bareSame, atCpu)), {
      name: `CPU of a story, ${cpuAt} at once, to bare on the same settings`,
      bound: 'at most',
      limit: 1.4,
    });
  }
  return recorder.findings();
}
