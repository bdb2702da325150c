/** OWASP API Security Top 10 (2023), how much and how often: API4, API6 and API8, for every operation. */
import { operations, type Operation } from '../../api/description/operations';
import {
  commandNames,
  commandRow,
  commandTable,
  isMove,
  type CommandName,
} from '../../workflows/contract/command-table';
import { createMemoryGateway } from '../support/api/gateway';
import { arrange, goodRequestFor, inputFor, pathFor, securedOperations } from '../support/api/requests';
import { startApi, type ApiServer, type Received, type Sent } from '../support/api/server';
import { sameOrigin, signInAs, signInWith, writeDevTokens, type DevTokens } from '../support/api/sign-in';
import { signToken } from '../support/api/tokens';
import { stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
let devTokens: DevTokens;
let api: ApiServer;
let token: string;
beforeAll(async () => {
  devTokens = await writeDevTokens();
  api = await startApi(gateway, { signIn: signInWith({ devTokensFile: devTokens.file }) });
  token = await signToken('grace', { acme: { admin: true, approver: true, operator: true, viewer: true } });
});
afterAll(async () => {
  await api.stop();
  devTokens.remove();
});
beforeEach(() => gateway.clear());

const all: readonly (readonly [string, Operation])[] = Object.entries<Operation>(operations);
const isSecured = ({ roles }: Operation): boolean => roles !== undefined;
const toPath = (operation: Operation): string => (isSecured(operation) ? pathFor(operation) : operation.path);
const ask = (operation: Operation, sent: Sent = {}): Promise<Received> => {
  const good = isSecured(operation) ? { token, ...inputFor(operation) } : { headers: sameOrigin };
  return api.send(operation.method.toUpperCase(), toPath(operation), { ...good, ...sent });
};

describe('API4: resource consumption', () => {
  const withBody = all.filter(([, { method, input }]) => method === 'post' && input !== undefined);
  const deep = `{"a":${'['.repeat(40)}${']'.repeat(40)}}`;
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`k${index}`, 0])));
  const long = `{"a":"${'x'.repeat(1024 * 1024)}"}`;

  test.each(withBody)('%s reads no body that is too long, too deep, too wide or compressed', async (_, operation) => {
    const headers = { host: '127.0.0.1', ...sameOrigin };
    const answer = async (body: string, more = {}): Promise<unknown> => {
      const { status, json } = await ask(operation, { body, headers: { ...headers, ...more } });
      return [status, json['detail']];
    };
    const tooLong = [413, 'The body may have at most 1024 KiB.'];
    expect(await answer(long)).toEqual(tooLong);
    expect(await answer(long, { 'transfer-encoding': 'chunked' })).toEqual(tooLong);
    expect(await answer(deep)).toEqual([400, 'The body is nested deeper than 32 levels.']);
    expect(await answer(wide)).toEqual([400, 'There are more than 10000 members at the top.']);
    expect(await answer('{}', { 'content-encoding': 'gzip' })).toEqual([415, 'The body must not be compressed.']);
    expect(gateway.commands).toEqual([]);
  });

  const inPages = [operations.list, operations.records];
  test.each(inPages)('$id gives pages of at most 100', async (operation) => {
    for (const limit of ['0', '-1', '101', '1000000000', '1e3']) {
      const { status } = await api.send('GET', `${operation.path.replace('{companyId}', 'acme')}?limit=${limit}`, {
        token,
      });
      expect({ limit, status }).toEqual({ limit, status: 400 });
    }
  });

  test('the pages of every operation are among those', () => {
    const text = securedOperations.filter(({ summary }) => /^(?:List|Export) /.test(summary)).map(({ id }) => id);
    expect(text).toEqual(inPages.map(({ id }) => id));
  });

  const open = all.filter(([id, operation]) => !isSecured(operation) && id !== 'healthz' && id !== 'readyz');
  const slow = useStarted(() => startApi(gateway, { rate: { perSecond: 0.1, burst: 1 } }));
  test.each(open)('%s, which needs no token, is limited for an address', async (_, { method, path }) => {
    const send = () => slow.send(method.toUpperCase(), path);
    let refused: Received | undefined;
    while (!refused)
      refused = (await Promise.all(Array.from({ length: 40 }, send))).find(({ status }) => status === 429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('API6: business flows', () => {
  const moves = commandNames.filter((name) => isMove(commandTable[name].event));
  const send = (name: CommandName): Promise<Received> => ask(operations[name]);
  const statuses = async (names: readonly CommandName[]): Promise<number[]> =>
    (await Promise.all(names.map(send))).map(({ status }) => status).sort();

  test.each(moves)('%s that is sent five times at once happens once', async (name) => {
    arrange(gateway, operations[name]);
    expect(await statuses(Array.from({ length: 5 }, () => name))).toEqual([200, 409, 409, 409, 409]);
  });

  test('a submit that is sent five times at once opens one submission', async () => {
    const all5 = await Promise.all(Array.from({ length: 5 }, () => ask(operations.submit)));
    expect(all5.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  const races = (['awaiting_decision', 'parked'] as const).flatMap((stage) => {
    const legal = moves.filter((name) => commandRow(name).legalFrom.includes(stage));
    const exporting = legal.filter((name) => ['accept', 'retryExport', 'settle'].includes(name));
    return exporting.flatMap((one) =>
      legal.filter((other) => other !== one).map((other) => [one, other, stage] as const),
    );
  });
  test.each(races)('%s and %s at once, on a submission that is %s: one happens', async (one, other, stage) => {
    for (const order of [
      [one, other],
      [other, one],
    ] as const) {
      gateway.put(stages[stage]);
      expect(await statuses(order)).toEqual([200, 409]);
    }
  });

  const bySecondPerson = commandNames.filter((name) => commandRow(name).refusals?.includes('same_person'));
  test.each(bySecondPerson)('%s is refused to the person who sent the project, whatever the roles', async (name) => {
    arrange(gateway, operations[name]);
    const own = await signToken('ada', { acme: { admin: true, approver: true, operator: true } });
    const job = name === 'retryExport' ? { job: { number: '24-099' } } : {};
    const received = await ask(operations[name], {
      token: own,
      json: { ...goodRequestFor(operations[name]).json, ...job },
    });
    expect({ status: received.status, code: received.json['code'] }).toEqual({ status: 403, code: 'same_person' });
  });

  const changing = all.filter(([, { method }]) => method === 'post');
  test.each(changing)('%s is not set going by a page of another site', async (_, operation) => {
    const cookie = await signInAs(api, isSecured(operation) ? goodRequestFor(operation).role : 'viewer');
    if (isSecured(operation)) arrange(gateway, operation);
    for (const from of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
    ]) {
      const json = isSecured(operation) ? goodRequestFor(operation).json : operation.example;
      const received = await api.send('POST', toPath(operation), {
        headers: { cookie, host: '127.0.0.1', ...from },
        json,
      });
      expect({ from, status: received.status, code: received.json['code'] }).toEqual({
        from,
        status: 403,
        code: 'cross_site',
      });
    }
    expect(gateway.commands).toEqual([]);
  });
});

describe('API8: misconfiguration', () => {
  /** What every answer has, good or bad. */
  function expectHardened({ headers, text }: Received): void {
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const told = Object.keys(headers).filter((name) => /^(?:access-control-|x-powered-by|server$)/.test(name));
    expect(told).toEqual([]);
    if (text !== '') expect(headers['content-type']).toMatch(/; charset=utf-8$/);
    expect(text).not.toMatch(/node_modules|\.[jt]s:\d+|\n\s+at /);
  }
  const evil = { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };

  test.each(all)(
    '%s answers with every header that protects, well or badly asked, and to no other site',
    async (...row) => {
      const [, operation] = row;
      if (isSecured(operation)) arrange(gateway, operation);
      for (const sent of [{}, { headers: evil }, { body: '{"', headers: evil }, { token: 'a.b.c' }]) {
        const received = await ask(operation, sent);
        expectHardened(received);
        expect(received.status).not.toBe(500);
        expect(JSON.stringify([received.headers, received.text])).not.toContain('evil.example');
      }
    },
  );

  const methods = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'LINK'];
  test.each(all)('%s knows its own methods alone, and answers no preflight', async (_, operation) => {
    for (const method of methods) {
      const headers = { ...evil, 'access-control-request-method': 'POST' };
      const received = await api.send(method, toPath(operation), { token, headers });
      // Node itself refuses a method that it does not know.
      if (received.status === 400 && received.text === '') continue;
      expectHardened(received);
      expect({ method, status: received.status }).toEqual({ method, status: 405 });
      expect(received.headers.allow).toContain(operation.method.toUpperCase());
    }
  });
});
