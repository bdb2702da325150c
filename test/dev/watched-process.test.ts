import { spawn } from 'node:child_process';
import { NotInTime, waitFor } from '../../dev/processes/wait-for';
import { endProcess, killProcess, untilReady, watchProcess } from '../../dev/processes/watched-process';

const start = (script: string) => watchProcess(spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] }));

/** It has printed that it waits. */
async function startWaiting(script: string) {
  const watched = start(`${script}; echo waits; while :; do sleep 0.05; done`);
  await untilReady(watched, 'the script waits', () => watched.stdout().includes('waits'));
  return watched;
}

describe('a process that is ended', () => {
  test('may end in good order', async () => {
    const watched = await startWaiting("trap 'exit 3' TERM");
    await endProcess(watched.child);
    expect(await watched.ended).toBe(3);
    expect(watched.isRunning()).toBe(false);
  });

  test('is killed when it does not, which is told before', async () => {
    const watched = await startWaiting("trap '' TERM");
    const onLate = jest.fn();
    await endProcess(watched.child, { killAfterMs: 50, onLate });
    expect(await watched.ended).toBe('SIGKILL');
    expect(onLate).toHaveBeenCalledTimes(1);
  });

  test('is gone at once by kill -9, and ending it again does nothing', async () => {
    const watched = await startWaiting("trap '' TERM");
    await killProcess(watched.child);
    await endProcess(watched.child);
    expect(await watched.ended).toBe('SIGKILL');
  });
});

test('what a process prints is kept, each stream for itself and both together', async () => {
  const watched = start('echo out; echo err >&2');
  expect(await watched.ended).toBe(0);
  expect([watched.stdout(), watched.stderr()]).toEqual(['out\n', 'err\n']);
  expect(watched.output()).toHaveLength(8);
});

test('a process that ends before it is ready is named, with what it printed', async () => {
  const watched = start('echo no such file >&2; exit 1');
  await expect(untilReady(watched, 'the server', () => false)).rejects.toThrow(
    /^the server: it ended and had printed\nno such file\n$/,
  );
});

describe('a condition that is waited for', () => {
  test('gives its first answer that is one', async () => {
    const answers = [undefined, false, 0] as const;
    let asked = 0;
    expect(await waitFor<number>('a number', () => answers[asked++], 4_000, 0)).toBe(0);
  });

  test('is named when it does not come in time', async () => {
    const never = waitFor('the end of the world', () => false, 10, 0);
    await expect(never).rejects.toThrow(NotInTime);
    await expect(never).rejects.toThrow('the end of the world: not within 0.01 s');
  });
});
