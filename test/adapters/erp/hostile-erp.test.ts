/** An ERP of the worst kind, in a process of its own: each look-up and export ends, in words, and costs little. */
import { ErpError, ErpUnavailable, ErpOutcomeUnknown } from '../../../activities/erp-port';
import type { Erp } from '../../../activities/erp-port';
import { createAgent } from '../../../adapters/erp/http/agent';
import { parseErpJson } from '../../../adapters/erp/erp-json';
import { createTryton } from '../../../adapters/erp/tryton/tryton';
import { anAttempt, clinic, job } from '../../support/erp/fixtures';
import {
  type brief,
  bytesReadBy,
  endless,
  slow,
  useHostileServer,
  type Conduct,
} from '../../support/erp/hostile-server';

const server = useHostileServer();

const reference = 'acme~1042';
const key = 'a-token-of-64-characters';
const signingKey = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const kinds: readonly (readonly [string, (url: string) => Erp])[] = [
  ['an agent', (url) => createAgent({ url, token: key, signingKey, commitWithinMs: 0 })],
  ['Tryton', (url) => createTryton({ url, database: 'books', key, commitWithinMs: 0 })],
];
const cases = (conducts: readonly Conduct[]) =>
  kinds.flatMap(([name, erp]) => conducts.map((conduct) => ({ name, erp, conduct })));

/** 4 MiB of answer, and what lies around it. */
const mostBytes = 4.4 * 1024 * 1024;
const read = (erp: Erp, signal = new AbortController().signal) =>
  erp.findByReference(reference, { ...anAttempt(), signal });
const write = (erp: Erp) => erp.export({ reference, project: clinic, job }, anAttempt());

const bounded: readonly Exclude<(typeof brief)[number], 'absurd wait'>[] = [
  ...(['10 MB of JSON', 'deep JSON', 'compressed bomb', 'redirect to itself', 'cut off', 'no HTTP'] as const),
];

describe.each(cases([...endless, ...bounded]))('$name that answers with: $conduct', ({ erp, conduct }) => {
  test('is unavailable to a look-up, and what became of a write is unknown', async () => {
    const bytes = await bytesReadBy(async () => {
      await expect(read(erp(server.url(conduct)))).rejects.toBeInstanceOf(ErpUnavailable);
    });
    expect(bytes).toBeLessThan(mostBytes);
    // A redirect says that nothing takes orders at this address.
    const kind = conduct === 'redirect to itself' ? ErpUnavailable : ErpOutcomeUnknown;
    await expect(write(erp(server.url(conduct)))).rejects.toBeInstanceOf(kind);
    await server.isLeft();
  });
});

test.each(cases(slow))('$name that is $conduct is left when the attempt ends', async ({ erp, conduct }) => {
  const looked = server.endOnceCalled((signal) => read(erp(server.url(conduct)), signal));
  await expect(looked).rejects.toThrow('The ERP did not answer in time.');
  await server.isLeft();
});

test.each(cases(['absurd wait']))(
  '$name that asks for an absurd wait is asked again at our pace',
  async ({ erp, conduct }) => {
    await expect(read(erp(server.url(conduct)))).rejects.toMatchObject({ retryAfterMs: undefined });
  },
);

/** Texts on which a pattern that goes back and forth takes for ever. */
const naughty = (chars: number): readonly string[] => [
  `${'0'.repeat(chars)}x`,
  `-${'9'.repeat(chars)}.${'0'.repeat(chars)}1`,
  ' '.repeat(chars),
  '<'.repeat(chars),
  '\n'.repeat(chars),
  '\ufffd'.repeat(chars),
  `2026-03-01T09:29:12.${'0'.repeat(chars)}`,
];

describe.each(naughty(1_000_000).map((text) => [`${JSON.stringify(text.slice(0, 12))}…`, text]))(
  'a million of %s',
  (_shown, text) => {
    test.each(kinds)('in a record of %s is only other content, and as an id no answer', async (name, erp) => {
      const costCodes = [{ code: '1', budget: text.slice(0, 5_202) }];
      const content = { name: 'A', totalValue: text, costCodes };
      const makeAnswer = (ids: object): string => {
        const record = { reference, ids, content };
        return JSON.stringify({ [name === 'Tryton' ? 'job' : 'record']: record });
      };
      const found = await read(erp(await server.urlFor(makeAnswer({ job: '1' }))));
      expect(found?.content).toEqual(content);
      await expect(read(erp(await server.urlFor(makeAnswer({ job: text }))))).rejects.toBeInstanceOf(ErpUnavailable);
    });

    test.each(kinds)('as the words of a refusal or a fault of %s is cut', async (_name, erp) => {
      const refused = JSON.stringify({ code: 'refused', message: text, fields: [{ pointer: '/name', message: text }] });
      for (const [status, said] of [
        [422, refused],
        [400, text],
        [503, text],
        [500, `<p>${text}`],
      ] as const) {
        const failed = write(erp(await server.urlFor(said, { status })));
        await expect(failed).rejects.toBeInstanceOf(ErpError);
        expect(String(await failed.catch((error: unknown) => error)).length).toBeLessThan(600);
      }
    });
  },
);

describe('the JSON of an ERP', () => {
  test('is taken as long as all its paths and texts are no more than can be compared', () => {
    const wide = JSON.stringify(
      Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`field ${index}`, 'x'.repeat(20)])),
    );
    expect(parseErpJson(wide)).toBeDefined();
    const longName = 'n'.repeat(1_000_000);
    const amplified = JSON.stringify({ [longName]: Array.from({ length: 40_000 }, () => 'x') });
    expect(amplified.length).toBeLessThan(2_000_000);
    expect(parseErpJson(amplified)).toBeUndefined();
  });
});
