/** What only a process can show: Ctrl-C, a reader that goes away, a token that ends, files that are cut off. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, problem, startScripted } from '../client/scripted-server';
import { waitFor } from '../../dev/processes/wait-for';
import { type CliProcess, startCli } from './cli-process';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const folder = mkdtempSync(join(tmpdir(), 'ledgergate-cli-'));
const server = useStarted(() => startScripted());
afterAll(() => rmSync(folder, { recursive: true }));

const variables = () => ({ LEDGERGATE_URL: server.url, LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: 'secret' });
const start = (...args: string[]): CliProcess => startCli(args, variables());
const asked = (): Promise<true> => waitFor('the request', () => server.requests.length > 0);

const at = '2026-03-01T09:30:00.000Z';
const item = (projectId: string) => ({
  companyId: 'acme',
  projectId,
  runId: 'r',
  revision: 1,
  status: 'parked',
  why: 'new',
  name: 'Clinic',
  integration: 'x',
  submittedBy: { id: 'ada', channel: 'api' },
  submittedAt: at,
  waitingSince: at,
  checks: { errors: 0, warnings: 0 },
  links: { self: '/' },
});
const page = json({ items: Array.from({ length: 100 }, (_, index) => item(`p${index}`)), next: 'more' });

describe('Ctrl-C', () => {
  test('ends what only reads with 130 and one line', async () => {
    server.script({ isSilent: true });
    const waiting = start('wait', '1042', '--timeout', '1h');
    await asked();
    waiting.child.kill('SIGINT');
    const { code, out, err } = await waiting.ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/^ledgergate: cancelled; [^\n]+\n$/);
  });

  test('during a command says that it may have been applied, and how to give it again', async () => {
    server.script({ isSilent: true });
    const rejecting = start('reject', '1042', '--revision', '1', '--reason', 'No', '--key', 'k1');
    await asked();
    rejecting.child.kill('SIGINT');
    const { code, err } = await rejecting.ended;
    expect(code).toBe(130);
    expect(err).toContain('may have been applied; run the same command again with --revision 1 --key k1');
  });

  test('while a project is read from standard input sends nothing', async () => {
    server.script(json({}));
    const reading = startCli(['submit', '1042', '-'], variables(), 'open');
    // More than a pipe holds.
    await new Promise((resolve) => reading.child.stdin.write(' '.repeat(1_048_576), resolve));
    reading.child.kill('SIGINT');
    expect(await reading.ended).toMatchObject({ code: 130, out: '' });
    expect(server.requests).toEqual([]);
  });
});

describe('a reader that goes away', () => {
  test.each([[[]], [['--json']]])('ends a list of endless pages quietly: %j', async (options) => {
    server.script(page);
    const listing = start('list', '--all', ...options);
    listing.child.stdout.once('data', () => listing.child.stdout.destroy());
    expect(await listing.ended).toMatchObject({ code: 0, err: '' });
  });
});

describe('a token', () => {
  test('that has expired ends with 3 and what to do, and is never shown', async () => {
    server.script(problem(401, 'unauthenticated'));
    const { code, out, err } = await start('list').ended;
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toBe('ledgergate: It is so; get a new token, and set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE\n');
  });

  test('that is renewed in its file while it waits is used', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'first\n');
    server.script({ isSilent: true });
    server.script(problem(503, 'busy', { 'retry-after': '0' }));
    const { LEDGERGATE_TOKEN: _, ...others } = variables();
    const waiting = startCli(['wait', '1042'], { ...others, LEDGERGATE_TOKEN_FILE: file });
    await asked();
    writeFileSync(file, 'second\n');
    await waitFor('the new token', () =>
      server.requests.some(({ authorization }) => authorization === 'Bearer second'),
    );
    waiting.child.kill('SIGINT');
    expect(await waiting.ended).toMatchObject({ code: 130 });
  });
});

describe('records', () => {
  const jsonl = { 'content-type': 'application/jsonl; charset=utf-8' };
  const records = (name: string, next?: string) => ({
    status: 200,
    body: `${JSON.stringify({ name })}\n`,
    headers: { ...jsonl, ...defined({ link: next && `</v1/companies/acme/records?cursor=${next}>; rel="next"` }) },
  });
  const fetching = (file: string, ...options: string[]) =>
    start('records', '--from', '2026-03-01', '--output', file, '--retry-for', '0s', ...options).ended;

  test('that are cut off have no file yet, and the same command goes on after the last whole page', async () => {
    const file = join(folder, 'march.jsonl');
    server.script(records('one', 'c2'), { ...records('two', 'c3'), cutAfter: 5 });
    expect(await fetching(file)).toMatchObject({ code: 5, out: '' });
    expect(existsSync(file)).toBe(false);

    server.script(records('two', 'c3'), records('three'));
    expect(await fetching(file)).toMatchObject({ code: 0, out: '' });
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v1/companies/acme/records?cursor=c2',
      '/v1/companies/acme/records?cursor=c3',
    ]);
    expect(readFileSync(file, 'utf8')).toBe('{"name":"one"}\n{"name":"two"}\n{"name":"three"}\n');
    expect(existsSync(`${file}.part`) || existsSync(`${file}.next`)).toBe(false);
  });

  test('are never written over, nor behind the beginning of others', async () => {
    const file = join(folder, 'april.jsonl');
    server.script(records('one', 'c2'), {});
    await fetching(file);
    const other = await fetching(file, '--format', 'csv');
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('is part of another export; remove it');
    writeFileSync(file, 'mine');
    expect(await fetching(file)).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('without a file go to standard output', async () => {
    server.script(records('one', 'c2'), records('two'));
    const { code, out } = await start('records', '--from', '2026-03-01').ended;
    expect({ code, out }).toEqual({ code: 0, out: '{"name":"one"}\n{"name":"two"}\n' });
  });

  test('a page of something in between is none', async () => {
    server.script({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' });
    expect(await fetching(join(folder, 'may.jsonl'))).toMatchObject({ code: 5 });
  });
});
