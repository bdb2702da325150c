/**
 * Stands between an adapter and `node:fs/promises`: before a chosen call the process is killed, the call
 * fails, or it waits to be told to go on. Installs itself when loaded, so load it before the adapter.
 */
import { promises } from 'node:fs';

export type DiskFault =
  /**
   * Killed before the n-th change that other processes can see; a write is killed half-way. Between two
   * of them it makes no difference when: only a power cut tells what was synced.
   */
  | { readonly kind: 'kill'; readonly at: number }
  /** The n-th call fails; with `lasting`, so does each later one that needs space. */
  | { readonly kind: 'fail'; readonly at: number; readonly code: string; readonly lasting?: boolean }
  /** The n-th call does its work, but fails all the same, as on a share whose answer is lost. */
  | { readonly kind: 'lose answer'; readonly at: number; readonly code: string }
  /** Waits before the n-th call that others can see or that sees what others did, or before every one. */
  | { readonly kind: 'pause'; readonly at: number | 'every' };

type Call = (...args: unknown[]) => Promise<unknown>;

const spaceTaking = ['open for writing', 'writeFile', 'mkdir', 'mkdtemp'];
const changing = [...spaceTaking, 'rename', 'unlink', 'rmdir'];
const seeing = ['readFile', 'stat', 'readdir', 'access'];

export interface FaultyDisk {
  /** Begins counting at 1; `pause` is awaited before a call that waits. */
  readonly arm: (fault: DiskFault | undefined, pause: (call: string) => Promise<void>) => void;
  /** Every call since `arm`, with the paths it is about. */
  readonly trace: () => readonly string[];
}

const failure = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

function createFaultyDisk(): FaultyDisk {
  let fault: DiskFault | undefined;
  let pause = (_call: string): Promise<void> => Promise.resolve();
  let trace: string[] = [];
  let changes = 0;
  let meetings = 0;

  const die = async (half: (() => Promise<unknown>) | undefined): Promise<never> => {
    await half?.();
    process.kill(process.pid, 'SIGKILL');
    return new Promise<never>(() => undefined);
  };

  const fails = (name: string): string | undefined => {
    if (fault?.kind !== 'fail') return undefined;
    const lasts = fault.lasting === true && trace.length > fault.at && spaceTaking.includes(name);
    return trace.length === fault.at || lasts ? fault.code : undefined;
  };

  const isKilled = (name: string): boolean => fault?.kind === 'kill' && changing.includes(name) && changes === fault.at;
  const pauses = (): boolean => fault?.kind === 'pause' && (fault.at === 'every' || fault.at === meetings);

  const meetFault = async (name: string, paths: readonly unknown[], half?: () => Promise<unknown>): Promise<void> => {
    trace.push([name, ...paths.filter((path) => typeof path === 'string')].join(' '));
    if (changing.includes(name)) changes += 1;
    if (isKilled(name)) await die(half);
    if (changing.includes(name) || seeing.includes(name)) {
      meetings += 1;
      if (pauses()) await pause(trace.at(-1) ?? '');
    }
    const code = fails(name);
    if (code !== undefined) throw failure(code, name);
  };

  const loseAnswer = async (name: string, answer: Promise<unknown>): Promise<unknown> => {
    const lost = fault?.kind === 'lose answer' && trace.length === fault.at ? fault.code : undefined;
    const answered = await answer;
    if (lost !== undefined) throw failure(lost, name);
    return answered;
  };

  const disk = promises as unknown as Record<string, Call>;
  const wrap = (target: Record<string, Call>, name: string, wrapped: (real: Call) => Call): void => {
    const real = target[name];
    if (!real) throw new Error(`no ${name}`);
    target[name] = wrapped(real.bind(target));
  };

  const wrapHandle = (handle: Record<string, Call>, path: unknown): void => {
    wrap(handle, 'sync', (real) => async () => {
      await meetFault('sync', [path]);
      return loseAnswer('sync', real());
    });
    wrap(handle, 'close', (real) => async () => {
      await real();
      return meetFault('close', [path]);
    });
    wrap(handle, 'writeFile', (real) => async (text) => {
      await meetFault('writeFile', [path], () => real(String(text).slice(0, String(text).length / 2)));
      return real(text);
    });
  };

  for (const name of ['mkdir', 'mkdtemp', 'rename', 'unlink', 'rmdir', ...seeing]) {
    wrap(disk, name, (real) => async (...args) => {
      await meetFault(name, args.slice(0, name === 'rename' ? 2 : 1));
      return loseAnswer(name, real(...args));
    });
  }
  wrap(disk, 'open', (real) => async (...args) => {
    const [path, flags] = args;
    await meetFault(flags === 'r' ? 'open' : 'open for writing', [path]);
    const handle = await real(...args);
    wrapHandle(handle as Record<string, Call>, path);
    return handle;
  });

  return {
    arm: (next, wait) => {
      [fault, pause, trace, changes, meetings] = [next, wait, [], 0, 0];
    },
    trace: () => trace,
  };
}

export const faultyDisk = createFaultyDisk();
