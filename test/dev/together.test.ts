/** Processes that run only while something is played. */
import type { ChildSpec } from '../../dev/processes/children';
import { runDuring, type Stage } from '../../dev/processes/together';

const terminal = { say: () => undefined, isUnderNpm: false };

const sleeper = (name: string): ChildSpec => ({
  name,
  command: process.execPath,
  args: ['-e', 'setInterval(() => undefined, 1000)'],
  cwd: __dirname,
  env: {},
  stopWithinMs: 10_000,
  onLine: () => undefined,
  say: () => undefined,
});

const isAlive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid ?? 0, 0);
  } catch {
    return false;
  }
};

async function startTwo({ start, listPids }: Stage): Promise<number[]> {
  start(sleeper('one'));
  start(sleeper('two'));
  const pids = Object.values(listPids());
  expect(pids.map(isAlive)).toEqual([true, true]);
  return Promise.resolve(pids);
}

test('they are gone when the play ends', async () => {
  let pids: number[] = [];
  await runDuring(terminal, async (stage) => {
    pids = await startTwo(stage);
  });
  expect(pids.map(isAlive)).toEqual([false, false]);
});

test('they are gone when the play fails, and its failure is told', async () => {
  let pids: number[] = [];
  const play = runDuring(terminal, async (stage) => {
    pids = await startTwo(stage);
    throw new Error('not as expected');
  });
  await expect(play).rejects.toThrow('not as expected');
  expect(pids.map(isAlive)).toEqual([false, false]);
});

test('one of them that ends by itself ends the play', async () => {
  const ended = { ...sleeper('short'), args: ['-e', 'process.exit(3)'] };
  const play = runDuring(terminal, async ({ start, whileTheyLive }) => {
    start(ended);
    await whileTheyLive(new Promise(() => undefined));
  });
  await expect(play).rejects.toThrow('short ended with exit code 3');
});
