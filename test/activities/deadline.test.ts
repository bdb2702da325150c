import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deadline } from '../../activities/deadline';

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });

test('a call is ended after its time, also when memory was tidied up meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const end = ended(deadline(new AbortController().signal, 20).signal);
  collect();
  await end;
});

test('a call is ended by the word of the server, at once if that came before', async () => {
  const server = new AbortController();
  const end = ended(deadline(server.signal, 3_600_000).signal);
  server.abort();
  await end;
  expect(deadline(server.signal, 3_600_000).signal.aborted).toBe(true);
});

test('a call that is over is not ended any more', () => {
  const server = new AbortController();
  const { signal, clear } = deadline(server.signal, 3_600_000);
  clear();
  server.abort();
  expect(signal.aborted).toBe(false);
});
