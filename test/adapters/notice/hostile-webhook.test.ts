/** A receiver of the worst kind, in a process of its own: its status alone is read, and little else. */
import { NoticeFailed } from '../../../activities/notice-port';
import { createWebhookCaller } from '../../../adapters/notice/webhook';
import {
  brief,
  bytesReadBy,
  endless,
  slow,
  startHostileServer,
  type Conduct,
  type HostileServer,
} from '../../support/erp/hostile-server';
import { notices } from '../../support/notice/notices';
import { waitFor } from '../../support/processes/wait-for';

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer('https');
});
afterAll(() => server.stop());

const call = (conduct: Conduct, signal = new AbortController().signal) =>
  createWebhookCaller({ ca: server.certificate }).call(
    { id: 'notice:run-1:3', notice: notices.rejected, companyName: 'Acme Builders' },
    { url: server.url(conduct), secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] },
    signal,
  );

/** Head, frames, and what the system had taken in before we hung up. */
const mostBytes = 500_000;

const taken = new Set<Conduct>([
  '10 MB of JSON',
  'deep JSON',
  'compressed bomb',
  'cut off',
  'endless body',
  'endless chunks',
  'endless frames',
  'endless trailers',
]);

test.each([...endless, ...brief])('that answers with: %s is told by its status alone', async (conduct) => {
  const bytes = await bytesReadBy(async () => {
    const error = await call(conduct).catch((thrown: unknown) => thrown);
    if (taken.has(conduct)) expect(error).toBeUndefined();
    else expect(error).toBeInstanceOf(NoticeFailed);
  });
  expect(bytes).toBeLessThan(mostBytes);
  await server.isLeft();
});

test.each(slow)('that is %s is given up when the time is over', async (conduct) => {
  const ending = new AbortController();
  const before = server.calls(conduct);
  const called = call(conduct, ending.signal);
  // Whose head has come has answered.
  if (conduct === 'slow drip') {
    await called;
  } else {
    await waitFor('the call has come', () => server.calls(conduct) > before);
    ending.abort();
    await expect(called).rejects.toThrow('The webhook did not answer in time.');
  }
  await server.isLeft();
});
