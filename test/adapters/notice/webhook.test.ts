import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { NoticeFailed, NoticeRefused, type WebhookEndpoint } from '../../../activities/notice-port';
import type { Resolve } from '../../../adapters/notice/refused-addresses';
import { isRefusedAddress } from '../../../adapters/notice/refused-addresses';
import { createWebhookCaller } from '../../../adapters/notice/webhook';
import { notices, noticeContent } from '../../support/notice/notices';
import { freePort } from '../../../dev/processes/ports';
import { waitFor } from '../../../dev/processes/wait-for';
import { startWebhookSink } from '../../support/notice/webhook-sink';
import { useStarted } from '../../support/use-started';
import { defined } from '../../../workflows/contract/defined';

const sink = useStarted(() => startWebhookSink());
beforeEach(async () => {
  await sink.conduct({});
  sink.calls.length = 0;
});

const makeSecret = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const current = makeSecret('a');
const told = noticeContent(notices.rejected);

interface Target {
  readonly kind?: WebhookEndpoint['kind'];
  readonly url?: string;
  readonly secrets?: readonly string[];
  readonly ca?: string;
  readonly withinMs?: number;
  /** What names lead to. */
  readonly addresses?: readonly string[];
  /** Gets the names that were looked up. */
  readonly lookups?: string[];
}

function call(target: Target = {}): Promise<void> {
  const {
    kind = 'webhook',
    url = sink.url,
    secrets = [current],
    ca = sink.certificate,
    withinMs = 600_000,
    addresses,
    lookups,
  } = target;
  const resolve: Resolve = (name, _, callback) => {
    lookups?.push(name);
    callback(
      null,
      (addresses ?? []).map((address) => ({ address, family: isIP(address) })),
    );
  };
  const caller = createWebhookCaller({
    publicUrl: 'https://desk.example',
    ca,
    ...defined({ resolve: addresses && resolve }),
  });
  return caller.call(told, { kind, url, secrets }, AbortSignal.timeout(withinMs));
}

async function failure(target?: Target): Promise<Error> {
  const error: unknown = await call(target).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('it was taken');
  return error;
}

const only = () => {
  const [first, ...more] = sink.calls;
  if (!first || more.length > 0) throw new Error(`${sink.calls.length} calls came`);
  return first;
};

describe('a webhook', () => {
  test('is a signed POST of JSON that a receiver verifies with the common library', async () => {
    await call();
    const { method, url, headers, body } = only();
    expect([method, url, headers['content-type']]).toEqual(['POST', '/ledgergate?of=acme', 'application/json']);
    expect(headers['webhook-id']).toBe('notice:run-1:3');
    expect(new Webhook(current).verify(body, headers)).toEqual({
      type: 'submission.rejected',
      timestamp: '2026-11-24T13:06:42.000Z',
      data: {
        companyId: 'acme',
        companyName: 'Acme Builders',
        projectId: '1042',
        projectName: 'Harbour Street Garage',
        erpName: 'Sage Intacct',
        runId: 'run-1',
        revision: 2,
        status: 'rejected',
        by: { id: 'tess', channel: 'api' },
        waitingSince: '2026-11-22T09:00:00.000Z',
        rejection: notices.rejected.rejection,
        url: 'https://desk.example/desk/acme/1042',
      },
    });
  });

  test('says nothing of persons but the id of who acted', async () => {
    await call();
    expect(only().body).not.toMatch(/Tess|Ada|@/);
  });

  test('carries two signatures while its secret is replaced: receivers with either believe it', async () => {
    await call({ secrets: [makeSecret('b'), current] });
    const { headers, body } = only();
    for (const secret of [current, makeSecret('b')])
      expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
    expect(() => new Webhook(makeSecret('c')).verify(body, headers)).toThrow('No matching signature');
  });

  test('that was changed on the way is not believed', async () => {
    await call();
    const { headers, body } = only();
    expect(() => new Webhook(current).verify(body.replace('1042', '1043'), headers)).toThrow('No matching signature');
  });

  test('that is sent again has the same id and the same body', async () => {
    await call();
    await call();
    const [first, second] = sink.calls;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
  });
});

describe('a chat', () => {
  test.each(['slack', 'teams'] as const)('of %s gets the message, unsigned, at its address', async (kind) => {
    await call({ kind, secrets: [] });
    const { method, headers, body } = only();
    expect([method, headers['content-type'], headers['webhook-id']]).toEqual(['POST', 'application/json', undefined]);
    expect(body).toContain('https://desk.example/desk/acme/1042');
  });

  test('that is gone is named as a chat', async () => {
    await sink.conduct({ status: 410 });
    const error = await failure({ kind: 'teams', secrets: [] });
    expect(error.message).toMatch(/^The chat answered 410/);
    expect((await failure({ kind: 'slack', secrets: [], url: 'http://hooks.example/' })).message).toBe(
      'The chat is not https. Correct its address.',
    );
  });
});

describe('a receiver that', () => {
  test('is down is tried again later', async () => {
    const url = `https://127.0.0.1:${await freePort()}/`;
    expect(await failure({ url })).toEqual(new NoticeFailed('The webhook cannot be reached (ECONNREFUSED).'));
  });

  test('does not answer is given up when the time is over', async () => {
    await sink.conduct({ isSilent: true });
    expect(await failure({ withinMs: 300 })).toEqual(new NoticeFailed('The webhook did not answer in time.'));
    expect(sink.calls).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])('redirects with %i is not followed', async (status) => {
    await sink.conduct({ status, headers: { location: sink.url } });
    const error = await failure();
    expect(error).toBeInstanceOf(NoticeFailed);
    expect(error.message).toContain('redirects are not followed');
    expect(sink.calls).toHaveLength(1);
  });

  test('answers 410 is not called again', async () => {
    await sink.conduct({ status: 410 });
    const error = await failure();
    expect(error).toBeInstanceOf(NoticeRefused);
    expect(error.message).toContain('no longer exists');
  });

  test.each([400, 401, 404, 500, 502, 503])('answers %i is tried again', async (status) => {
    await sink.conduct({ status });
    expect(await failure()).toEqual(new NoticeFailed(`The webhook answered ${status}.`));
  });

  test('says when to come again is obeyed', async () => {
    await sink.conduct({ status: 429, headers: { 'retry-after': '120' } });
    expect(await failure()).toMatchObject({ retryAfterMs: 120_000 });
  });

  test.each([
    ['has taken it', 200, undefined],
    ['has not taken it', 500, 'The webhook answered 500.'],
  ])('answers with a body that has no end %s by its status alone', async (_, status, message) => {
    const before = sink.floods.length;
    await sink.conduct({ status, isFlooding: true });
    const answer = await call().catch((error: unknown) => (error instanceof Error ? error.message : error));
    expect(answer).toBe(message);
    await waitFor('the flood was cut off', () => sink.floods.length > before);
    expect(sink.floods.at(-1)).toBeLessThan(16 * 1024 * 1024);
  });

  test('nobody vouches for is not told anything', async () => {
    const error = await createWebhookCaller()
      .call(told, { kind: 'webhook', url: sink.url, secrets: [current] }, AbortSignal.timeout(600_000))
      .catch((thrown: unknown) => thrown);
    expect(error).toEqual(new NoticeFailed('The webhook cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT).'));
    expect(sink.calls).toEqual([]);
  });
});

describe('an address that is never called', () => {
  test.each([
    'https://169.254.169.254/latest/meta-data',
    'https://0xa9fea9fe/',
    'https://2852039166/',
    'https://0251.0376.0251.0376/',
    'https://169.254.43518/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[2002:a9fe:a9fe::1]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
    'https://100.100.100.200/',
    'https://168.63.129.16/',
    'https://0.0.0.0/',
    'https://[::]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[ff02::1]/',
    'https://[::169.254.169.254]/',
    'https://[::ffff:0:a9fe:a9fe]/',
    'https://[::ffff:0:0:0]/',
    'https://[::10.0.0.1]/',
    'https://[::2]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b::6464:64c8]/',
    'https://[64:ff9b:1::a9fe:a9fe]/',
    'https://[64:ff9b:1:ffff::1]/',
    'https://[2001:0:a9fe:a9fe::1]/',
    'https://[2001:db8::1]/',
    'https://[2600:1f18::5efe:a9fe:a9fe]/',
    'https://[2600:1f18::200:5efe:169.254.169.254]/',
    'https://[fe80::5efe:a9fe:a9fe]/',
    'https://[fec0::1]/',
    'https://[fd20:ce::254]/',
    'https://[FD00:EC2:0:0:0:0:0:254]/',
    'https://[100::1]/',
    'https://[4000::1]/',
    'https://192.0.0.192/',
    'https://192.0.2.1/',
    'https://192.88.99.1/',
    'https://198.18.0.1/',
    'https://240.0.0.1/',
  ])('%s', async (url) => {
    const error = await failure({ url });
    expect(error).toBeInstanceOf(NoticeFailed);
    expect(error.message).toContain('never called');
  });

  test.each([
    '8.8.8.8',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '::1',
    '::ffff:10.1.2.3',
    '2606:4700::1111',
    'fd12:3456::1',
    '64:ff9b::808:808',
  ])('is not %s, of the world or of the company', (address) => {
    expect(isRefusedAddress(address)).toBe(false);
  });

  test.each(['', 'localhost', '1', '0x7f000001', '127.1', 'fe80::1%eth0', '::1%lo', '1.2.3.4.5', ':::', '10.0.0.1/8'])(
    'is what is no address: %s',
    (text) => {
      expect(isRefusedAddress(text)).toBe(true);
    },
  );

  test.each([
    ['a name that leads there', ['169.254.169.254']],
    ['a name that leads there by another form', ['::169.254.169.254']],
    ['a name that leads there among others', ['127.0.0.1', '::ffff:169.254.169.254']],
  ])('%s', async (_, addresses) => {
    const error = await failure({ addresses });
    expect(error.message).toContain('never called');
    expect(sink.calls).toEqual([]);
  });

  test('while a name that leads elsewhere is looked up once, and that address is called', async () => {
    const lookups: string[] = [];
    await call({ addresses: ['127.0.0.1'], lookups });
    expect(lookups).toEqual(['localhost']);
    expect(sink.calls).toHaveLength(1);
  });

  test('http', async () => {
    const error = await failure({ url: sink.url.replace('https:', 'http:') });
    expect(error).toEqual(new NoticeFailed('The webhook is not https. Correct its address.'));
    expect(sink.calls).toEqual([]);
  });
});

test("a secret that is none is not signed with: nothing is sent, and the failure doesn't repeat it", async () => {
  const error = await failure({ secrets: [current, 'whsec_c2hvcnQ='] });
  expect(error).toBeInstanceOf(NoticeFailed);
  expect(error.message).not.toContain('c2hvcnQ');
  expect(sink.calls).toEqual([]);
});
