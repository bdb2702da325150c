/** The kit finds nothing at the reference server, and each breach at one that is wrong on purpose. */
import { Subject } from '../../../conformance/subject';
import { Caller } from '../../../conformance/caller';
import { Orders, sampleProject } from '../../../conformance/orders';
import { runCases, cases } from '../../../conformance/run';
import type { Breach } from '../../support/erp/erp-http-breaches';
import { defined } from '../../../workflows/contract/defined';
import { startErpHttpServer, type ErpHttpOptions, type ErpHttpServer } from '../../support/erp/erp-http-server';

let server: ErpHttpServer;
afterEach(() => server.stop());

/** `isCounting`: the ERP itself is asked how many records there are. */
async function subjectOn(options: ErpHttpOptions, { withinMs = 600_000, isCounting = false } = {}): Promise<Subject> {
  server = await startErpHttpServer(options);
  const count = (reference: string): Promise<number> =>
    Promise.resolve(server.made().filter((made) => made.reference === reference).length);
  return new Subject({
    caller: new Caller(server.url, server),
    orders: new Orders({ project: sampleProject, notKept: [], mask: 'AA######' }),
    notKept: [],
    withinMs,
    restart: server.restart,
    count: isCounting ? count : undefined,
  });
}

const waits = 'An order that was accepted for later is shown by the look-up until it is finished';

describe('the reference server', () => {
  const servers: readonly (readonly [string, ErpHttpOptions, readonly string[]])[] = [
    ['works at once', { workMs: 10 }, [waits]],
    ['leaves the work to an agent', { agentEveryMs: 20 }, []],
  ];
  test.each(servers)('keeps every promise when it %s', async (_name, options, notTried) => {
    const findings = await runCases(await subjectOn(options, { isCounting: true }));
    expect(findings.filter(({ result }) => result !== 'kept').map(({ title }) => title)).toEqual(notTried);
    expect(findings.filter(({ result }) => result === 'broken' || result === 'failed')).toEqual([]);
    expect(findings.length).toBe(cases.length);
  });

  test('keeps them when it is slow: hung up on and asked again while it works', async () => {
    const which = cases.filter(({ title }) => /disconnects|at once creates one|server restarts/.test(title));
    const findings = await runCases(await subjectOn({ workMs: 300 }, { isCounting: true }), { which });
    expect(findings.map(({ result, message }) => message ?? result)).toEqual(['kept', 'kept', 'kept']);
  });
});

describe('a server that', () => {
  type Found = readonly [title: string, by: RegExp, options?: ErpHttpOptions & { readonly withinMs?: number }];
  const found: Readonly<Record<Breach, Found>> = {
    'makes a second record': ['The same order sent again is answered with the same record', /different ids/],
    'does not serialise': ['The same order sent many times at once creates one record', /different ids/],
    'answers from memory': ['Content that returns to an earlier state is written each time', /sent "P-2", held "P-1"/],
    'remembers a no': [
      'A refused order is carried out when it is sent again after the cause was removed',
      /answered with 409 .*not with 200/,
    ],
    'writes over other content': [
      'A record with other content is not overwritten by an order that expects no record',
      /answered with 200 .*not with 409/,
    ],
    'ignores what is expected': [
      'A record with other content than expected is left unchanged',
      /answered with 200 .*not with 409/,
    ],
    'makes what is gone': [
      'A record that is expected but was deleted is not created again',
      /answered with 200 .*not with 410/,
    ],
    'gives a number twice': [
      'An order with the job number of another record is refused with its holder, and nothing is written',
      /answered with 200 .*not with 409/,
    ],
    'does not name the holder': [
      'An order with the job number of another record is refused with its holder, and nothing is written',
      /does not name who holds the number/,
    ],
    'sees a record late': [
      'An order creates one record, which the look-up finds at once with everything that was sent',
      /is not found/,
    ],
    'says 404 for nothing there': [
      'A look-up of what was never sent answers 200 with no record',
      /answered with 404 .*not with 200/,
    ],
    'cuts texts': ['Texts are stored exactly as they were sent', /\/name: sent "O'Hara .*", held "O'Hara & /],
    'writes in two steps': [
      'An order whose caller disconnects is carried out completely or not at all, and only once',
      /\/costCodes\/03-100\/budget: sent "310000", held undefined/,
    ],
    'answers before it wrote': ['A record that was confirmed still exists after a restart', /is not found/],
    'takes any token': ['A wrong token is refused', /find with a wrong token was answered with 200/],
    'takes any signature': ['A wrong signature is refused', /by another key was answered with 200/],
    'takes any time': ['An old timestamp is refused, and so is one in the future', /an hour old was answered with 200/],
    'hides what waits': [waits, /the look-up shows neither it nor a record/, { agentEveryMs: 300 }],
    'names no job': ["A record names the ERP's own id of it as `job`", /has no job among its ids/],
    'keeps a no to itself': [
      'An order with the job number of another record is refused with its holder, and nothing is written',
      /did not finish within 2 s/,
      { agentEveryMs: 20, withinMs: 2_000 },
    ],
  };
  const breaches = Object.entries(found) as [Breach, (typeof found)[Breach]][];

  test.each(breaches)(
    '%s is found out, and told by what',
    async (breach, [title, by, { withinMs, ...options } = {}]) => {
      const subject = await subjectOn({ breach, ...options }, defined({ withinMs }));
      const which = cases.filter((each) => each.title === title);
      const [finding] = await runCases(subject, { which });
      expect(finding).toMatchObject({ title, result: 'broken', message: expect.stringMatching(by) });
    },
  );

  test('makes a second record that no answer shows is found out by the ERP’s own count', async () => {
    const subject = await subjectOn({ breach: 'makes a second record' }, { isCounting: true });
    const { one, order, record } = await subject.made();
    await subject.send(order);
    await expect(subject.mustHold(one.reference, order.request.content)).rejects.toThrow('holds 2 records');
    expect(record.reference).toBe(one.reference);
  });

  test('breaks off in the middle is no broken promise, and no kept one', async () => {
    const subject = await subjectOn({});
    await server.kill();
    const findings = await runCases(subject, { which: cases.slice(0, 1) });
    expect(findings).toMatchObject([{ result: 'failed', message: expect.stringContaining('ended without an answer') }]);
  });
});
