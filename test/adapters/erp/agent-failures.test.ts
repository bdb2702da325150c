import { differences } from '../../../activities/erp-content';
import {
  ErpConflict,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
  ErpPending,
} from '../../../activities/erp-port';
import { createAgent } from '../../../adapters/erp/http/agent';
import type { Project } from '../../../workflows/contract/project';
import { anAttempt, clinic, job } from '../../support/erp/fixtures';
import { describeHttpFailures } from '../../support/erp/http-failures';
import { FaultProxy, type Reply } from '../../support/processes/fault-proxy';
import { useStarted } from '../../support/use-started';

const token = 'a-token-of-64-characters';
const signingKey = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const reference = 'acme~1042';

let asked: { method: string; body: unknown }[];
beforeEach(() => {
  asked = [];
});
// Answers all by itself: nothing stands behind it.
const server = useStarted(() => FaultProxy.start('http://127.0.0.1:9'));

const erp = (notKept: readonly string[] = []) =>
  createAgent({ url: `${server.url}/erp/`, token, signingKey, commitWithinMs: 0, notKept });
const write = (project: Project = clinic) => erp().export({ reference, project, job }, anAttempt());
const lookUp = () => erp().findByReference(reference, anAttempt());
const ask = (number = '24-017') =>
  erp().preflight?.({ reference, project: clinic, number, mask: '##-###' }, anAttempt());

/** By the call, else for each. */
const answer = (
  replies: Readonly<Record<string, readonly [status: number, body: unknown, headers?: Reply['headers']]>>,
) => {
  server.plan = ({ method, body }) => {
    asked.push({ method, body: JSON.parse(body) });
    const [status, text, headers = {}] = replies[method] ?? replies['any'] ?? [500, ''];
    return () => Promise.resolve({ status, body: typeof text === 'string' ? text : JSON.stringify(text), headers });
  };
};

const content = { job: { number: '24-017' }, name: 'By hand' };
const held = { reference, ids: { job: 'R-1' }, content };
const ours = { ...held, content: { ...clinic, job } };

describeHttpFailures('an agent', server, {
  secret: token,
  exportPath: 'export',
  create: (at) =>
    createAgent({ url: at.url ?? `${server.url}/erp/`, token: at.secret ?? token, signingKey, commitWithinMs: 0 }),
});

describe('an answer to an export', () => {
  test('with the record is its receipt, with the job number that the ERP holds', async () => {
    answer({ any: [200, { record: held }] });
    expect(await write()).toEqual({ reference, ids: { job: 'R-1', jobNumber: '24-017' } });
  });

  test('that the record is there already with this content is its receipt', async () => {
    answer({ any: [409, { reference, record: ours }] });
    expect(await write()).toEqual({ reference, ids: { job: 'R-1', jobNumber: '24-017' } });
  });

  test('that the record holds something else shows it', async () => {
    answer({ any: [409, { reference, record: held }] });
    const changed = write();
    await expect(changed).rejects.toBeInstanceOf(ErpConflict);
    await expect(changed).rejects.toMatchObject({ found: { receipt: { ids: { job: 'R-1' } }, content } });
  });

  type Kind = abstract new (...args: never[]) => Error;
  const page = '<!doctype html><title>Oops</title><h1>Oops</h1>';
  const refused = { code: 'refused', message: 'The period is closed.' };
  const answers: readonly (readonly [string, number, unknown, Kind, RegExp])[] = [
    [
      'taken for later',
      202,
      { waiting: { agentSeenAt: '2026-03-01T09:29:12Z' } },
      ErpPending,
      /last seen at 2026-03-01T09/,
    ],
    ['taken for later, by an agent that never came', 202, {}, ErpPending, /has not called yet/],
    ['a page with 202', 202, page, ErpOutcomeUnknown, /may have been written/],
    ['its own reference alone', 409, { reference }, ErpUnavailable, /already has acme~1042, so it is looked up again/],
    [
      'another reference',
      409,
      { reference: 'acme~1043', number: '24-017' },
      ErpNumberTaken,
      /24-017 belongs to acme~1043/,
    ],
    ['another name', 409, { reference: 'Bridge' }, ErpNumberTaken, /of this project belongs to Bridge/],
    [
      'a conflict with nothing',
      409,
      { message: 'A request with this key is under way.' },
      ErpOutcomeUnknown,
      /under way/,
    ],
    ['a conflict as a page', 409, page, ErpOutcomeUnknown, /409/],
    ['gone', 410, { code: 'gone' }, ErpUnavailable, /no longer has acme~1042/],
    ['gone, in words of its own', 410, page, ErpUnclassified, /Oops/],
    ['refused', 422, refused, ErpRefused, /^The period is closed\.$/],
    ['refused without the code', 422, { message: 'Unprocessable' }, ErpUnclassified, /Unprocessable/],
    ['the code with another status', 400, refused, ErpUnclassified, /closed/],
    ['the code behind an error', 500, refused, ErpOutcomeUnknown, /closed/],
    ['another record', 200, { record: { ...held, reference: 'acme~1' } }, ErpOutcomeUnknown, /another reference/],
    ['no record', 200, { record: null }, ErpOutcomeUnknown, /does not follow the protocol/],
  ];
  test.each(answers)('%s (%i) is said in the words of the port', async (_name, status, body, kind, words) => {
    answer({ any: [status, body] });
    const failed = write();
    await expect(failed).rejects.toBeInstanceOf(kind);
    await expect(failed).rejects.toThrow(words);
  });

  test('that the data is refused names the fields', async () => {
    const fields = [{ pointer: '/currency', message: 'is not the one of the company' }];
    answer({ any: [422, { ...refused, fields }] });
    await expect(write()).rejects.toMatchObject({ fields });
  });

  test('that it is taken for later may say when to look again', async () => {
    answer({ any: [202, { waiting: {} }, { 'retry-after': '40' }] });
    await expect(write()).rejects.toMatchObject({ retryAfterMs: 40_000 });
  });
});

describe('an answer to a look-up', () => {
  test('is the record, or that there is none', async () => {
    answer({ any: [200, { record: held }] });
    expect(await lookUp()).toEqual({ receipt: { reference, ids: { job: 'R-1', jobNumber: '24-017' } }, content });
    answer({ any: [200, { record: null }] });
    expect(await lookUp()).toBeUndefined();
  });

  test('that something waits is not that there is nothing, also where a record is there', async () => {
    for (const record of [null, held]) {
      answer({ any: [200, { record, waiting: { since: '2026-03-01T09:30:00Z' } }, { 'retry-after': '20' }] });
      const waiting = lookUp();
      await expect(waiting).rejects.toBeInstanceOf(ErpPending);
      await expect(waiting).rejects.toMatchObject({ retryAfterMs: 20_000, agentSeenAt: undefined });
    }
  });

  test.each([
    ['nothing there', 404, { record: null }],
    ['a conflict', 409, { reference }],
    ['a refusal', 422, { code: 'refused', message: 'No' }],
    ['a promise', 202, {}],
    ['another record', 200, { record: { ...held, reference: 'acme~1' } }],
  ])('%s (%i) is none', async (_name, status, body) => {
    answer({ any: [status, body] });
    await expect(lookUp()).rejects.toBeInstanceOf(ErpUnavailable);
  });

  test('with amounts of another form, empty texts and fields that the ERP does not keep is the same content', async () => {
    const costCodes = clinic.costCodes.map((code) => ({ ...code, budget: code.budget ? `${code.budget}00` : '' }));
    const kept = { ...clinic, job, totalValue: '4250000.0000', department: '', costCodes: costCodes.reverse() };
    answer({ any: [200, { record: { ...held, content: { ...kept, description: 'of its own' } } }] });
    const found = await erp(['description']).findByReference(reference, anAttempt());
    expect(differences(erp().toErp(clinic, job), found?.content ?? {})).toEqual([]);
  });
});

describe('a preflight', () => {
  test('is answered in the words of the port', async () => {
    answer({
      preflight: [200, { numberHolder: 'Bridge', isCustomerKnown: false, nextNumber: '24-018', record: held }],
    });
    expect(await ask()).toEqual({
      numberHolder: 'Bridge',
      isCustomerKnown: false,
      nextNumber: '24-018',
      found: { receipt: { reference, ids: { job: 'R-1', jobNumber: '24-017' } }, content },
    });
    expect(asked).toEqual([
      { method: 'preflight', body: { reference, number: '24-017', mask: '##-###', customer: clinic.customer } },
    ]);
  });

  test.each([404, 405, 501])('to a server that takes none (%i) is a look-up', async (status) => {
    answer({ preflight: [status, 'not here'], find: [200, { record: held }] });
    expect(await ask()).toMatchObject({ found: { content } });
    answer({ preflight: [status, 'not here'], find: [200, { record: null, waiting: {} }] });
    expect(await ask()).toEqual({});
  });

  test('that fails is not one that was answered', async () => {
    answer({ any: [503, ''] });
    await expect(ask()).rejects.toBeInstanceOf(ErpUnavailable);
    answer({ any: [404, ''] });
    await expect(ask()).rejects.toBeInstanceOf(ErpUnavailable);
  });
});
