/** Runs several processes in one terminal. Each is stopped when this process ends, however it ends. */
import { once } from 'node:events';
import { ConfigError } from '../../adapters/env';
import { keepRunning, type ChildSpec, type KeptChild } from './children';
import { startGuard } from './guard';

/** What brings the processes up has this. */
export interface Stage {
  readonly start: (spec: ChildSpec) => KeptChild;
  /** Waits for a step. @throws ConfigError as soon as a process gives up */
  readonly whileTheyLive: <T>(step: Promise<T>) => Promise<T>;
  /** Told a process that runs only while something is made, and nothing when it has ended. */
  readonly onProcess: (pid: number | undefined) => void;
  /** Told when a process started or ended. */
  readonly onChange: () => void;
  /** The processes that run now, by name. */
  readonly listPids: () => Readonly<Record<string, number>>;
  /** From now on a process that ends is started again; before, its end is a failure. */
  readonly settle: () => void;
  readonly signal: AbortSignal;
}

interface Terminal {
  readonly say: (line: string) => void;
  /** Whether npm started this process, which then ends together with npm. */
  readonly isUnderNpm: boolean;
}

/** Aborted by the first signal that ends the process. Later signals change nothing. */
function stopRequest({ say, isUnderNpm }: Terminal): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) say('stopping');
      stop.abort();
    });
  }
  // A closed terminal accepts no more lines.
  process.stdout.on('error', () => undefined);
  if (isUnderNpm) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop.abort();
    }, 1_000).unref();
  }
  return stop;
}

/** Runs processes until `play` ends or a signal comes. The last one that was started is stopped first. */
export async function runDuring(terminal: Terminal, play: (stage: Stage) => Promise<void>): Promise<void> {
  const stop = stopRequest(terminal);
  const guard = startGuard();
  const children: KeptChild[] = [];
  let making: number | undefined;
  const onChange = (): void => {
    guard.watch([making, ...children.map(({ pid }) => pid())].filter((pid) => pid !== undefined));
  };
  const whileTheyLive = <T>(step: Promise<T>): Promise<T> =>
    Promise.race([
      step,
      ...children.map(async ({ gaveUp }) => {
        throw new ConfigError(`${await gaveUp}. All processes have been stopped.`);
      }),
    ]);
  try {
    await play({
      start: (spec) => {
        const child = keepRunning(spec);
        children.push(child);
        onChange();
        return child;
      },
      whileTheyLive,
      onProcess: (pid) => {
        making = pid;
        onChange();
      },
      onChange,
      listPids: () => {
        const running = children.map(({ name, pid }) => [name, pid()] as const);
        return Object.fromEntries(running.filter((pair): pair is readonly [string, number] => pair[1] !== undefined));
      },
      settle: () => {
        for (const child of children) child.settled();
      },
      signal: stop.signal,
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    stop.abort();
    for (const { letGo } of children) letGo();
    for (const child of children.toReversed()) await child.stop();
    await guard.release();
  }
}

/** Brings processes up and keeps them running until a signal comes. */
export const runTogether = (terminal: Terminal, bringUp: (stage: Stage) => Promise<void>): Promise<void> =>
  runDuring(terminal, async (stage) => {
    await bringUp(stage);
    stage.settle();
    if (!stage.signal.aborted) await once(stage.signal, 'abort');
  });
