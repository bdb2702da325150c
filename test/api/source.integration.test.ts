/** Requests that are repeated, on a real Temporal server: what was answered before is not fetched again. */
import { company, type Received } from '../support/api/server';
import { startStage, submissions } from '../support/api/temporal';
import { sourceAt, sourceSettings, sourcesFor } from '../support/procore/client';
import { costCode, procoreProject } from '../support/procore/fixtures';
import { startProcore } from '../support/procore/process';
import type { Row } from '../support/procore/world';
import { useStarted } from '../support/use-started';

const procore = useStarted(() => startProcore());
const stage = useStarted(() => {
  const source = sourceAt(procore.url);
  const companies = [company('acme', { source: sourceSettings(procore.url) })];
  return startStage([], { companies, sources: sourcesFor(() => source) });
});

async function hold(id: number, changes: object = {}): Promise<void> {
  const project: Row = { ...procoreProject, ...changes, id };
  await procore.change({ projects: [project], costCodes: { [id]: [costCode(1, '01', 'All')] } });
  await procore.act('forgetCalls');
}

const submit = (projectId: number, key?: string): Promise<Received> =>
  stage.post('admin', submissions, { projectId: String(projectId) }, key);
const command = (role: string, id: number, name: string, json: object, key?: string): Promise<Received> =>
  stage.post(role, `${submissions}/${id}/${name}`, json, key);
const callsMade = async (): Promise<number> => (await procore.calls()).length;

test('a submit with the same key is answered without a fetch, also when Procore is down', async () => {
  await hold(1);
  const first = await submit(1, 'key');
  expect(first).toMatchObject({ status: 201, json: { project: { name: 'Riverside Clinic' } } });
  await procore.change({ failures: [{ status: 500 }] });
  const second = await submit(1, 'key');
  expect(second).toMatchObject({ status: 201, json: { runId: first.json['runId'], revision: 1 } });
  expect(await callsMade()).toBe(2);
  await procore.change({ failures: [] });
});

test('the hash is of the request: the same key is the same, whatever Procore holds by then', async () => {
  await hold(2);
  await submit(2, 'key');
  await hold(2, { name: 'Renamed' });
  expect(await submit(2, 'key')).toMatchObject({ status: 201, json: { project: { name: 'Riverside Clinic' } } });
  const sent = await stage.post('admin', submissions, { projectId: '2', project: {} }, 'key');
  expect(sent.status).toBe(400);
  expect(await callsMade()).toBe(0);
});

test('a resend with the same key is applied once and fetched once', async () => {
  await hold(3);
  await submit(3);
  await command('approver', 3, 'reject', { revision: 1, reason: 'The name is wrong.' });
  await hold(3, { name: 'Corrected' });
  const first = await command('admin', 3, 'resend', { revision: 1 }, 'again');
  expect(first).toMatchObject({ status: 200, json: { revision: 2, entry: { type: 'resent' } } });
  await hold(3, { name: 'Later' });
  const second = await command('admin', 3, 'resend', { revision: 1 }, 'again');
  expect(second.json).toEqual(first.json);
  expect(await callsMade()).toBe(0);
  const other = await command('admin', 3, 'resend', { revision: 1, note: 'Other.' }, 'again');
  expect({ status: other.status, code: other.json['code'] }).toEqual({ status: 422, code: 'idempotency_key_reused' });
});

test('a resend of what is not there is 404, and costs no call', async () => {
  await hold(4);
  const [one, other] = [
    await command('admin', 4, 'resend', { revision: 1 }),
    await command('admin', 4, 'resend', { revision: 1 }, 'key'),
  ];
  expect([one.status, other.status, await callsMade()]).toEqual([404, 404, 0]);
});

test('many submits with one key at once start one run', async () => {
  await hold(5);
  const all = await Promise.all(Array.from({ length: 6 }, () => submit(5, 'key')));
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(all.map(({ json }) => json['runId'])).size).toBe(1);
});
