/** A receiver of the worst kind, in a process of its own: its status alone is read, and little else. */
import { NoticeFailed } from '../../../activities/notice-port';
import { createWebhookCaller } from '../../../adapters/notice/webhook';
import { brief, bytesReadBy, endless, slow, useHostileServer, type Conduct } from '../../support/erp/hostile-server';
import { notices } from '../../support/notice/notices';

const server = useHostileServer();

const call = (conduct: Conduct, signal = new AbortController().signal) =>
  createWebhookCaller({ ca: server.certificate }).call(
    { id: 'notice:run-1:3', notice: notices.rejected, companyName: 'Acme Builders' },
    {
      kind: 'webhook',
      url: server.url(conduct, 'https'),
      secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
    },
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
  // Whose head has come has answered.
  if (conduct === 'slow drip') await call(conduct);
  else {
    const called = server.endOnceCalled((signal) => call(conduct, signal));
    await expect(called).rejects.toThrow('The webhook did not answer in time.');
  }
  await server.isLeft();
});
