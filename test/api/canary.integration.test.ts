/**
 * A canary in each text that a person can enter: with payload keys it is in no file of Temporal's database, in no log and
 * in no error that Temporal keeps. docs/encryption.md lists what stays readable.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { runtimeOptions } from '../../adapters/temporal/runtime';
import { commandNames, commandRow, type CommandName } from '../../workflows/contract/command-table';
import { toWorkflowId } from '../../workflows/contract/names';
import { integration, wholeProject } from '../support/domain/fixtures';
import { company, type Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { signToken } from '../support/api/tokens';
import { dumpCluster } from '../support/processes/cluster-database';
import { isOnCluster } from '../support/processes/dev-server';
import { keysOf } from '../support/payload-keys';
import { waitFor } from '../../dev/processes/wait-for';
import { useStarted } from '../support/use-started';

const canary = 'Zugvogel';
const folder = mkdtempSync(join(tmpdir(), 'ledgergate-canary-'));
const workerLog: string[] = [];
const sink = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    workerLog.push(chunk.toString());
    done();
  },
});

/** With a free field at the accept. Its preflight is asked of the ERP. */
const acceptFields = [{ key: 'foreman', label: 'Foreman', type: 'text' as const, required: false }];
const acme = company('acme', { integration: { ...integration, acceptFields } });

const stage = useStarted(() =>
  startStage(
    ['--db-filename', join(folder, 'temporal.db')],
    { companies: [acme] },
    { keys: keysOf('k1'), runtime: runtimeOptions(pino({ level: 'trace' }, sink)) },
  ),
);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Json = Readonly<Record<string, unknown>>;

/** What is a code or a number stays as it is: it has a form of its own, or is a search attribute. */
const kept = new Set([
  ...['/number', '/currency', '/totalValue', '/startDate', '/completionDate', '/address/country'],
  ...['/costCodes/0/code', '/costCodes/1/code', '/costCodes/0/budget'],
]);

/** The value with a canary in each of its texts that a person is free to write. */
function withCanaries(value: unknown, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withCanaries(item, `${path}/${index}`));
  if (typeof value === 'object' && value !== null) {
    const isFree = path === '/customFields';
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        isFree ? `${canary} ${key}` : key,
        withCanaries(item, `${path}/${key}`),
      ]),
    );
  }
  return typeof value === 'string' && !kept.has(path) ? `${canary} ${value}` : value;
}

const project = withCanaries(wholeProject) as Json;
const say = (what: string): string => `${canary} ${what}`;
const pointed = `/costCodes/${wholeProject.costCodes[0]?.code ?? ''}/name`;

const bodies: Readonly<Record<CommandName, Json>> = {
  accept: { job: { number: '24-017', fields: { foreman: say('foreman') } }, note: say('note') },
  reject: {
    reason: say('reason'),
    category: say('category'),
    fields: [{ pointer: pointed, message: say('message') }],
  },
  resend: { project, note: say('note') },
  retrieve: { note: say('note') },
  withdraw: { reason: say('reason') },
  retryExport: { job: { number: '24-018', fields: { foreman: say('another') } }, note: say('note') },
  settle: { ids: { job: say('job'), jobNumber: '24-018' }, note: say('note') },
  preflight: { number: '24-019' },
  comment: { text: say('comment') },
};

async function tokenOf(role: string): Promise<string> {
  const claims = { name: say(role), email: `${canary.toLowerCase()}-${role}@example.com` };
  return signToken(`${canary}-${role}`, { acme: { [role]: true } }, { claims });
}

async function send(role: string, path: string, json: object): Promise<Received> {
  return stage.api.send('POST', path, { token: await tokenOf(role), json });
}

const sent = new Set<CommandName>();

async function command(projectId: string, name: CommandName, role: string, revision: number): Promise<void> {
  const { segment } = commandRow(name);
  const { status, json } = await send(role, `${submissions}/${projectId}/${segment}`, { revision, ...bodies[name] });
  expect({ name, status, detail: json['detail'] }).toEqual({ name, status: 200, detail: undefined });
  sent.add(name);
}

const submit = async (projectId: string): Promise<void> => {
  expect((await send('admin', submissions, { projectId, project })).status).toBe(201);
};

/** The texts of a file or log in which the canary is, each with what is around it. */
const findCanaries = (text: string): string[] =>
  [...text.matchAll(new RegExp(`.{0,60}${canary}.{0,60}`, 'gis'))].map(([found]) => found);

const readDatabase = async (): Promise<string> =>
  isOnCluster()
    ? dumpCluster()
    : readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n');

test('no text that a person entered is in the database, in a log or in an error', async () => {
  await submit('parked');
  await command('parked', 'preflight', 'admin', 1);
  await command('parked', 'comment', 'approver', 1);
  await command('parked', 'reject', 'approver', 1);
  await command('parked', 'resend', 'admin', 1);
  await command('parked', 'retrieve', 'admin', 2);
  await command('parked', 'resend', 'admin', 2);
  stage.erp.failNext('export', { kind: 'refused', fields: [{ pointer: '/name', message: say('is taken') }] });
  stage.erp.failNext('export', { kind: 'stores otherwise', name: say('elsewhere') });
  await command('parked', 'accept', 'approver', 3);
  await stage.until('parked', 'parked');
  await command('parked', 'retryExport', 'approver', 3);
  await waitFor('the differences', async () =>
    JSON.stringify((await stage.until('parked', 'parked')).json).includes(say('elsewhere')),
  );
  await command('parked', 'settle', 'operator', 3);
  await submit('withdrawn');
  await command('withdrawn', 'withdraw', 'admin', 1);
  // The next run has the last rejection and the differences of the one before.
  await submit('withdrawn');
  expect(sent).toEqual(new Set(commandNames));

  // What is refused, malformed or broken.
  for (const body of [{ reason: canary }, { [canary]: 1 }, { reason: say('again'), fields: [{ pointer: canary }] }]) {
    expect((await send('approver', `${submissions}/parked/reject`, { revision: 3, ...body })).status).toBeGreaterThan(
      399,
    );
  }
  for (const broken of [
    { projectId: canary, project: canary },
    { projectId: 'x', project: { ...project, [canary]: 1 } },
  ]) {
    expect((await send('admin', submissions, broken)).status).toBe(400);
  }
  const unfit = { ...project, number: undefined };
  expect((await send('admin', submissions, { projectId: 'x', project: unfit })).status).toBeGreaterThan(399);

  const database = await readDatabase();
  // What stays readable is found, so that the search is known to find.
  for (const readable of ['submission:acme:parked', 'p-1042', '24-017']) expect(database.includes(readable)).toBe(true);
  expect(findCanaries(database)).toEqual([]);
  expect(workerLog.join('')).not.toBe('');
  expect(findCanaries(workerLog.join(''))).toEqual([]);
  // The log of the API says who asked, by the id of the token alone.
  expect(stage.api.log()).toContain(`"actorId":"${canary}-admin"`);
  expect(findCanaries(stage.api.log().replaceAll(/"actorId":"[^"]*"/g, ''))).toEqual([]);
});

test('but what is sent past the API is readable', async () => {
  const handle = stage.env.client.workflow.getHandle(toWorkflowId({ companyId: 'acme', projectId: 'withdrawn' }));
  await handle.signal('reject', { by: 'accountant', reason: say('by hand') });
  await stage.until('withdrawn', 'rejected');
  expect(findCanaries(await readDatabase()).some((found) => found.includes('by hand'))).toBe(true);
});
