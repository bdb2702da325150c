import {
  NoticeFailed,
  NoticeRefused,
  RecipientDeferred,
  type Recipient,
  type NoticeContent,
} from '../../../activities/notice-port';
import { createMailer, type MailOptions } from '../../../adapters/notice/mailer';
import { parseSmtpUrl } from '../../../adapters/notice/smtp-url';
import { notices, noticeContent } from '../../support/notice/notices';
import { startSmtpSink } from '../../support/notice/smtp-sink';
import { freePort } from '../../../dev/processes/ports';
import { useStarted } from '../../support/use-started';

const sink = useStarted(() => startSmtpSink());
beforeEach(async () => {
  await sink.conduct({});
  sink.clear();
});

const from = { name: 'Ledgergate', address: 'ledgergate@example.com' };
const tess: Recipient = { address: 'tess@acme.example', role: 'approver' };

function send(
  told: NoticeContent,
  options: Partial<MailOptions> = {},
  recipient = tess,
  withinMs = 600_000,
): Promise<void> {
  const server = parseSmtpUrl(`smtp://127.0.0.1:${sink.port}`);
  if (!server) throw new Error('no mail server');
  const publicUrl = 'https://desk.example';
  return createMailer({ server, from, publicUrl, ...options }).send(told, recipient, AbortSignal.timeout(withinMs));
}

async function failure(told: NoticeContent, options?: Partial<MailOptions>, withinMs?: number): Promise<Error> {
  const error: unknown = await send(told, options, tess, withinMs).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('it was sent');
  return error;
}

const submitted = noticeContent(notices.submitted);
const first = () => {
  const [mail] = sink.mails;
  if (!mail) throw new Error('no mail came');
  return mail;
};

describe('a mail', () => {
  test('reaches the mail server as text and HTML, from our address to one recipient', async () => {
    await send(submitted);
    const { headers, subject, text, html, ...envelope } = first();
    expect(envelope).toMatchObject({ from: 'ledgergate@example.com', to: ['tess@acme.example'] });
    expect(headers['from']).toEqual(['Ledgergate <ledgergate@example.com>']);
    expect(headers['to']).toEqual(['tess@acme.example']);
    expect(subject).toBe('Submitted: Harbour Street Garage (1042), revision 1');
    for (const form of [text, html]) {
      expect(form).toContain('Harbour Street Garage (1042)');
      expect(form).toContain('https://desk.example/desk/acme/1042');
    }
  });

  test('is marked as automatic, so that no vacation notice comes back', async () => {
    await send(submitted);
    expect(first().headers).toMatchObject({
      'auto-submitted': ['auto-generated'],
      'x-auto-response-suppress': ['All'],
    });
  });

  test('that is sent again has the same Message-ID; that of another recipient or notice has not', async () => {
    await send(submitted);
    await send(submitted);
    await send(submitted, {}, { ...tess, address: 'tom@acme.example' });
    await send(noticeContent(notices.rejected, 'notice:run-1:4'));
    const ids = sink.mails.map(({ headers }) => headers['message-id']?.[0]);
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}\.notice@example\.com>$/);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  test('is in one conversation with all others of the run', async () => {
    await send(submitted);
    await send(noticeContent(notices.rejected, 'notice:run-1:4'));
    const threads = new Set(sink.mails.map(({ headers }) => headers['references']?.[0]));
    expect([...threads]).toEqual([expect.stringMatching(/^<[0-9a-f]{32}\.run@example\.com>$/)]);
  });

  test('signs in with the name and password of SMTP_URL', async () => {
    const server = parseSmtpUrl(`smtp://gate:p%40ss%2Fword@127.0.0.1:${sink.port}`);
    await send(submitted, server && { server });
    expect(sink.signIns).toEqual([{ username: 'gate', password: 'p@ss/word' }]);
    expect(sink.mails).toHaveLength(1);
  });

  test.each([
    ['at once', 'smtps'],
    ['by STARTTLS', 'smtp'],
  ] as const)(
    'goes by TLS %s where the server has it, and to none whose certificate is not believed',
    async (tls, scheme) => {
      const secure = await startSmtpSink(0, tls);
      try {
        const server = parseSmtpUrl(`${scheme}://gate:secret@localhost:${secure.port}`);
        if (!server) throw new Error('no mail server');
        await send(submitted, { server, ca: secure.certificate });
        expect(secure.mails).toMatchObject([{ isSecure: true, to: ['tess@acme.example'] }]);
        expect(await failure(submitted, { server })).toBeInstanceOf(NoticeFailed);
        expect(secure.mails).toHaveLength(1);
      } finally {
        await secure.stop();
      }
    },
  );

  test('is not sent with a password to another machine that offers no TLS', async () => {
    const server = parseSmtpUrl(`smtp://gate:secret@mail.example:${sink.port}`);
    if (!server) throw new Error('no mail server');
    const error = await failure(submitted, { server: { ...server, host: '127.0.0.1' } });
    expect(error).toEqual(new NoticeFailed('The TLS connection to the mail server failed. It answered 500.'));
    expect(sink.signIns).toEqual([]);
  });
});

describe('whatever people wrote', () => {
  const evil = 'x\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>';
  const rejected = notices.rejected;
  const told: NoticeContent = {
    id: 'notice:run-1:3',
    companyName: `Acme ${evil}`,
    notice: {
      ...rejected,
      projectName: evil,
      erpName: `Sage ${evil}`,
      by: { id: evil, name: evil, channel: 'signal' },
      rejection: { reason: evil, category: evil, fields: [{ pointer: evil, message: evil }] },
      jobNumber: evil,
      receiptIds: { [evil]: evil },
    },
  };

  test('adds no header, no recipient and no line to the headers of a mail', async () => {
    await send(told);
    const mail = first();
    expect(mail.to).toEqual(['tess@acme.example']);
    expect(Object.keys(mail.headers)).not.toContain('bcc');
    expect(mail.headers['subject']).toHaveLength(1);
    expect(mail.subject).toContain('Bcc: all@evil.example');
  });

  test('is shown as it is and opens no tag', async () => {
    await send(told);
    expect(first().html).not.toMatch(/<script/i);
    expect(first().html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('a mail server that', () => {
  test('is down is tried again later', async () => {
    const server = parseSmtpUrl(`smtp://127.0.0.1:${await freePort()}`);
    expect(await failure(submitted, server && { server })).toEqual(
      new NoticeFailed('The mail server cannot be reached.'),
    );
  });

  test('takes the connection and says nothing is given up when the time of the mail is over', async () => {
    await sink.conduct({ isSilent: true });
    expect(await failure(submitted, {}, 300)).toEqual(new NoticeFailed('The mail server did not answer in time.'));
    expect(sink.connections()).toBe(1);
  });

  test('does not take our password is tried again: whoever runs it may correct it', async () => {
    await sink.conduct({ deniesSignIn: true });
    const server = parseSmtpUrl(`smtp://gate:secret@127.0.0.1:${sink.port}`);
    const error = await failure(submitted, server && { server });
    expect(error).toEqual(
      new NoticeFailed('The mail server refused the name and password in SMTP_URL. It answered 535 5.7.8.'),
    );
  });

  test('does not take our own address is tried again', async () => {
    await sink.conduct({ toSender: '550 5.1.8 Unknown sender' });
    expect(await failure(submitted)).toEqual(
      new NoticeFailed('The mail server did not accept the mail. It answered 550 5.1.8.'),
    );
  });

  test.each([
    ['does not know the recipient has refused for good', '550 5.1.1 Unknown', NoticeRefused, '550 5.1.1'],
    ['refuses without a reason has refused for good', '550 No', NoticeRefused, '550'],
    ['may not relay for us yet is tried again', '554 5.7.1 Relay access denied', RecipientDeferred, '554 5.7.1'],
    ['greylists the recipient is tried again', '450 4.7.1 Come again', RecipientDeferred, '450 4.7.1'],
    ['has a full mailbox is tried again', '452 4.2.2 Full', RecipientDeferred, '452 4.2.2'],
  ])('%s, and the failure names no address', async (_, answer, kind, codes) => {
    await sink.conduct({ toRecipients: { 'tess@acme.example': answer } });
    const error = await failure(submitted);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toBe(`the mail server answered ${codes}.`);
  });

  test('refuses what the mail says has refused for good', async () => {
    await sink.conduct({ toData: '554 5.6.0 Spam' });
    expect(await failure(submitted)).toEqual(new NoticeRefused('the mail server answered 554 5.6.0.'));
  });

  test('takes the mail and dies before it says so gets it again, under the same Message-ID', async () => {
    await sink.conduct({ losesAnswer: true });
    expect(await failure(submitted)).toBeInstanceOf(NoticeFailed);
    await sink.conduct({});
    await send(submitted);
    const ids = sink.mails.map(({ headers }) => headers['message-id']?.[0]);
    expect(ids).toHaveLength(2);
    expect(ids[1]).toBe(ids[0]);
  });
});
