/** The kit as an ERP vendor runs it: a process with a command line, a report and an exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchProcess } from '../../../dev/processes/watched-process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startErpHttpServer, type ErpHttpOptions, type ErpHttpServer } from '../../support/erp/erp-http-server';

const program = join(__dirname, '../../../dist/conformance/main.js');

let server: ErpHttpServer;
let restarting: Server;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledgergate-conformance-'));
});
afterEach(async () => {
  restarting.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Restarts the server whenever it is called. */
async function start(options: ErpHttpOptions = {}): Promise<{ restartCommand: string }> {
  server = await startErpHttpServer(options);
  restarting = createServer((_request, response) => void server.restart().then(() => response.end()));
  restarting.listen(0, '127.0.0.1');
  await once(restarting, 'listening');
  const { port } = restarting.address() as AddressInfo;
  return { restartCommand: `"${process.execPath}" -e 'fetch("http://127.0.0.1:${port}")'` };
}

interface Run {
  readonly code: number | NodeJS.Signals;
  readonly said: string;
  readonly complained: string;
}

async function conformance(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const { token, signingKey } = server;
  const secrets = { ERP_TOKEN: token, ERP_SIGNING_KEY: signingKey, ...env };
  const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, ...secrets } });
  const { ended, stdout, stderr } = watchProcess(child);
  return { code: await ended, said: stdout(), complained: stderr() };
}

test('a server that keeps every promise ends with 0, and the report says what to remove', async () => {
  const { restartCommand } = await start({ workMs: 10 });
  const run = await conformance(['--url', server.url, '--restart-command', restartCommand]);
  expect(run.complained).toBe('');
  expect(run.said).toMatch(
    /^Testing the http protocol of Ledgergate on http:\S+\nEvery reference of this run begins with /,
  );
  expect(run.said).toContain('kept      The same order sent many times at once creates one record\n');
  expect(run.said).toMatch(/\n24 promises, 23 kept, 0 broken, 1 not tested\.\n$/);
  expect(run.code).toBe(0);
  const [, prefix = '-'] = /begins with (\S+)\. /.exec(run.said) ?? [];
  expect(server.made().filter(({ reference }) => !reference.startsWith(prefix))).toEqual([]);
});

test('a broken promise ends with 1, and the report says what was seen and why it counts', async () => {
  await start({ breach: 'ignores what is expected' });
  const run = await conformance(['--url', server.url]);
  expect(run.code).toBe(1);
  expect(run.said).toMatch(/\nBROKEN {4}A record with other content than expected is left unchanged\n {10}An order/);
  expect(run.said).toContain('Why it matters: A change that a bookkeeper made in the ERP would be lost silently.');
  expect(run.said).toContain('No command that restarts the server was given (--restart-command).');
});

test('what the ERP counts itself is believed more than its answers', async () => {
  await start();
  const counted = await conformance(['--url', server.url, '--count-command', 'test -n "$REFERENCE" && echo 2']);
  expect(counted.code).toBe(1);
  expect(counted.said).toContain('The ERP holds 2 records of conformance~');
  const silent = await conformance(['--url', server.url, '--count-command', 'echo many']);
  expect(silent.code).toBe(2);
  expect(silent.said).toMatch(/FAILED {4}.*\n {10}The count command did not print a number, but "many"\./);
});

test('the project that is sent can be one that the ERP takes, and a project that it refuses is said', async () => {
  await start();
  const projectWith = (currency: string): string => {
    const file = join(directory, `${currency}.json`);
    writeFileSync(file, JSON.stringify({ currency, costCodes: [] }));
    return file;
  };
  const refused = await conformance(['--url', server.url, '--project', projectWith('EUR')]);
  expect(refused.code).toBe(2);
  expect(refused.complained).toMatch(/^The ERP refuses the project: EUR is not the currency .*\(--project\)\.\n$/);
  const taken = await conformance(['--url', server.url, '--project', projectWith('USD'), '--number-mask', 'X-####']);
  expect(taken.code).toBe(0);
});

describe('what cannot be tried ends with 2 and one message', () => {
  const signingKey = `whsec_${Buffer.alloc(32).toString('base64')}`;
  const cases: readonly (readonly [string, readonly string[], Record<string, string>, RegExp])[] = [
    ['a token that the server does not take', [], { ERP_TOKEN: 'x' }, /answers 401 .*does not accept the token/],
    ['a key that the server does not take', [], { ERP_SIGNING_KEY: signingKey }, /or the signature/],
    ['no token', [], { ERP_TOKEN: '' }, /^--token is missing; give it, or set ERP_TOKEN\n/],
    ['a key that is none', [], { ERP_SIGNING_KEY: 'secret' }, /^The signing key is not whsec_/],
    ['an option that is none', ['--colour', 'red'], {}, /^--colour is not an option of this command; /],
    ['a time that is none', ['--within', 'long'], {}, /^--within is not a number of seconds; /],
    ['a file that is not there', ['--project', 'nowhere.json'], {}, /^nowhere\.json is not a project: ENOENT/],
  ];
  test.each(cases)('%s', async (_name, args, env, complaint) => {
    await start();
    const run = await conformance(['--url', server.url, ...args], env);
    expect(run.complained).toMatch(complaint);
    expect(run.code).toBe(2);
    expect(server.made()).toEqual([]);
  });

  test('no address, and one where nobody answers', async () => {
    await start();
    expect(await conformance([])).toMatchObject({
      code: 2,
      complained: expect.stringMatching(/^--url is missing or not an address; /),
    });
    await server.kill();
    const run = await conformance(['--url', server.url]);
    expect(run).toMatchObject({
      code: 2,
      complained: expect.stringMatching(/^http:.*ended without an answer.*ECONNREFUSED/),
    });
  });
});

test('--help shows examples first', async () => {
  await start();
  const { code, said } = await conformance(['--help']);
  expect(code).toBe(0);
  expect(said.indexOf('npm run conformance')).toBeLessThan(said.indexOf('--url <address>'));
});
