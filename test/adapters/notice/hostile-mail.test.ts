/** A mail server of the worst kind, in a process of its own: each mail fails, in words, and little is read. */
import { NoticeFailed } from '../../../activities/notice-port';
import { createMailer } from '../../../adapters/notice/mailer';
import { bytesReadBy, endlessMail, slowMail, useHostileServer } from '../../support/erp/hostile-server';
import { notices, noticeContent } from '../../support/notice/notices';

const server = useHostileServer();

const send = (signal = new AbortController().signal) =>
  createMailer({
    server: { host: '127.0.0.1', port: server.smtpPort, secure: false, requireTLS: false },
    from: { name: 'Ledgergate', address: 'ledgergate@example.com' },
  }).send(noticeContent(notices.submitted), { address: 'tess@acme.example', role: 'approver' }, signal);

/** All that is read of one mail, and what the system had taken in before we hung up. */
const mostBytes = 64 * 1024 + 131_072;

test.each(endlessMail)('whose answer is: %s is read to a bound', async (conduct) => {
  await server.mails(conduct);
  const bytes = await bytesReadBy(async () => {
    await expect(send()).rejects.toEqual(new NoticeFailed('The mail server sent an answer that is too long.'));
  });
  expect(bytes).toBeLessThan(mostBytes);
  await server.isLeft();
});

test.each(slowMail)('that is: %s is given up when the time is over', async (conduct) => {
  await server.mails(conduct);
  const sent = server.endOnceCalled(send);
  await expect(sent).rejects.toEqual(new NoticeFailed('The mail server did not answer in time.'));
  await server.isLeft();
});
