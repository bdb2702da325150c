/** What a failure of HTTP means to an adapter of an ERP, whichever it is: for a write, and for a look-up. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ErpOutcomeUnknown, ErpUnauthorized, ErpUnavailable, ErpUnclassified } from '../../../activities/erp-port';
import type { Attempt, Erp } from '../../../activities/erp-port';
import type { Fault, FaultProxy, Reply } from '../processes/fault-proxy';
import { anAttempt, clinic, job } from './fixtures';

export interface FailingErp {
  readonly secret: string;
  /** The last part of the path of an export. */
  readonly exportPath: string;
  /** At the proxy, with the right secret, unless told otherwise. */
  readonly create: (at: { readonly url?: string; readonly secret?: string }) => Erp;
}

type Kind = abstract new (...args: never[]) => Error;

const page = '<!doctype html><title>Oops</title><h1>Oops</h1>';

const answers: readonly (readonly [string, number, unknown, Kind, Kind])[] = [
  ['no credentials', 401, page, ErpUnauthorized, ErpUnauthorized],
  ['no right, or no module', 403, page, ErpUnauthorized, ErpUnauthorized],
  ['nothing there', 404, page, ErpUnavailable, ErpUnavailable],
  ['a redirect', 302, page, ErpUnavailable, ErpUnavailable],
  ['too many requests', 429, page, ErpUnavailable, ErpUnavailable],
  ['too big', 413, page, ErpUnclassified, ErpUnavailable],
  ['another writer', 409, page, ErpOutcomeUnknown, ErpUnavailable],
  ['a slow request', 408, page, ErpOutcomeUnknown, ErpUnavailable],
  ['an error', 500, page, ErpOutcomeUnknown, ErpUnavailable],
  ['a bad gateway', 502, page, ErpOutcomeUnknown, ErpUnavailable],
  ['a service that is unavailable', 503, page, ErpOutcomeUnknown, ErpUnavailable],
  ['a gateway without an answer', 504, page, ErpOutcomeUnknown, ErpUnavailable],
  ['a page', 200, page, ErpOutcomeUnknown, ErpUnavailable],
  ['no content', 204, '', ErpOutcomeUnknown, ErpUnavailable],
  ['an empty object', 200, {}, ErpOutcomeUnknown, ErpUnavailable],
  ['a list', 200, [], ErpOutcomeUnknown, ErpUnavailable],
];

export function answerWith(server: FaultProxy, status: number, body: unknown, headers: Reply['headers'] = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  server.plan = () => () => Promise.resolve({ status, body: text, headers });
}

export function describeHttpFailures(
  name: string,
  server: FaultProxy,
  { secret, exportPath, create }: FailingErp,
): void {
  const reference = 'acme~1042';
  const write = (attempt: Attempt = anAttempt(), erp = create({})) =>
    erp.export({ reference, project: clinic, job }, attempt);
  const lookUp = () => create({}).findByReference(reference, anAttempt());

  describe(`a failure of HTTP, met by ${name}`, () => {
    test.each(answers)(
      '%s (%i): what it means for a write and for a look-up',
      async (_name, status, body, onWrite, onRead) => {
        answerWith(server, status, body);
        await expect(write()).rejects.toBeInstanceOf(onWrite);
        await expect(lookUp()).rejects.toBeInstanceOf(onRead);
      },
    );

    test('words of an answer are shown as text, without tags and control characters, at most 500 characters', async () => {
      answerWith(server, 500, `<h1>Down\u0007 for\n   maintenance</h1><p>${'x'.repeat(9_000)}</p>`);
      const message = await write().then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
      expect(message).toMatch(/^The ERP answered 500: Down\uFFFD for maintenance x+…/);
      expect(message.length).toBeLessThan(600);
    });

    test('a redirect is not followed, so that the key goes nowhere else', async () => {
      const asked: string[] = [];
      server.plan = ({ method }) => {
        asked.push(method);
        return () => Promise.resolve({ status: 307, body: '', headers: { location: `${server.url}/elsewhere` } });
      };
      await expect(write()).rejects.toThrow('Check its address');
      expect(asked).toEqual([exportPath]);
    });

    test('the key is in no message, even when the answer repeats it', async () => {
      answerWith(server, 500, `Bad header: Authorization: Bearer ${secret}`);
      await expect(write()).rejects.toThrow('Bearer …');
      await expect(lookUp()).rejects.toThrow('Bearer …');
    });

    test.each([429, 503])("the ERP's own delay is obeyed, of a %i", async (status) => {
      answerWith(server, status, '', { 'retry-after': '7' });
      await expect(write()).rejects.toMatchObject({ retryAfterMs: 7_000 });
      await expect(lookUp()).rejects.toMatchObject({ retryAfterMs: 7_000 });
    });

    test.each([
      ['that found nobody listening', 'http://127.0.0.1:9', 'ECONNREFUSED'],
      ['to a name that nobody knows', 'http://erp.invalid', 'cannot be reached'],
    ])('a call %s wrote nothing', async (_name, url, words) => {
      const made = write(anAttempt(), create({ url }));
      await expect(made).rejects.toBeInstanceOf(ErpUnavailable);
      await expect(made).rejects.toThrow(words);
    });

    test('a call to a server that does not speak TLS wrote nothing', async () => {
      const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
      await once(plain, 'listening');
      const address = plain.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const made = write(anAttempt(), create({ url: `https://127.0.0.1:${port}` }));
      await expect(made).rejects.toThrow('cannot be reached');
      plain.close();
    });

    test('a call with a key that no header can hold was not made, and does not show the key', async () => {
      const made = write(anAttempt(), create({ secret: 'se\ncret' }));
      await expect(made).rejects.toBeInstanceOf(ErpUnavailable);
      await expect(made).rejects.not.toThrow('cret');
    });

    const breaks: readonly (readonly [string, Fault])[] = [
      ['before it came', () => Promise.resolve('broken')],
      ['in its middle', () => Promise.resolve({ status: 200, body: JSON.stringify({ reference }), isCut: true })],
    ];
    test.each(breaks)('a call whose answer broke off %s may have written', async (_name, fault) => {
      server.plan = () => fault;
      await expect(write()).rejects.toBeInstanceOf(ErpOutcomeUnknown);
      await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
    });

    test('a call ends with its attempt, also when memory was tidied up meanwhile, and may have written', async () => {
      setFlagsFromString('--expose-gc');
      const collect = runInNewContext('gc') as () => void;
      const ending = new AbortController();
      server.plan =
        () =>
        async ({ hungUp }) => {
          collect();
          ending.abort();
          await hungUp;
          return 'broken';
        };
      const slow = write({ ...anAttempt(), signal: ending.signal });
      await expect(slow).rejects.toBeInstanceOf(ErpOutcomeUnknown);
      await expect(slow).rejects.toThrow('did not answer in time');
    });
  });
}
