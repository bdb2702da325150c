/** The whole story by the command line alone: real processes on a real server. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../workflows/contract/codes';
import { example, useStack } from '../support/processes/stack';
import { waitFor } from '../../dev/processes/wait-for';
import { type CliProcess, type Ended, startCli } from './cli-process';

const folder = mkdtempSync(join(tmpdir(), 'ledgergate-cli-'));
const file = (name: string): string => join(folder, name);
const garage = example('harbour-street-garage');
const stack = useStack();

beforeAll(() => writeFileSync(file('garage.json'), JSON.stringify(garage)));
afterAll(() => rmSync(folder, { recursive: true }));

const url = (): string => `http://127.0.0.1:${stack.port}`;
const variables = (role: Role) => ({
  LEDGERGATE_URL: url(),
  LEDGERGATE_COMPANY: 'acme',
  LEDGERGATE_TOKEN: stack.token(role),
});
const start = (role: Role, args: readonly string[], input?: string): CliProcess =>
  startCli(args, variables(role), input);
const by = (role: Role, args: readonly string[], input?: string): Promise<Ended> => start(role, args, input).ended;
const submit = (projectId: string): Promise<Ended> => by('admin', ['submit', projectId, file('garage.json')]);

describe('by the command line alone', () => {
  test('a project is submitted, rejected, corrected, resent, accepted and exported', async () => {
    const submitted = await by('admin', ['submit', '1042', '-'], JSON.stringify(garage));
    expect(submitted).toMatchObject({ code: 0, err: '' });
    expect(submitted.out).toContain(`${url()}/desk/acme/1042`);

    const listed = (): Promise<Ended> => by('approver', ['list', '--status', 'awaiting_decision']);
    await waitFor('it is listed', async () => (await listed()).out.startsWith('1042  r1'));

    const reason = 'The customer is missing';
    expect(await by('approver', ['reject', '1042', '--revision', '1', '--reason', reason])).toMatchObject({ code: 0 });
    expect((await by('admin', ['show', '1042'])).out).toContain(reason);

    const corrected = JSON.stringify({ ...garage, name: 'Harbour Street Garage, east deck' });
    const resent = await by('admin', ['resend', '1042', '--revision', '1', '--file', '-'], corrected);
    expect(resent.out).toContain('awaiting_decision, revision 2');

    const decided = start('viewer', ['wait', '1042', '--until', 'decided', '--json']);
    const accepted = await by('approver', ['accept', '1042', '--revision', '2', '--job', '24-017']);
    expect(accepted).toMatchObject({ code: 0, err: '' });
    expect(await decided.ended).toMatchObject({ code: 0, err: '' });

    const exported = await by('viewer', ['wait', '1042', '--json']);
    expect(exported).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(exported.out)).toMatchObject({ status: 'exported', receipt: { reference: 'acme~1042' } });
    const shown = await by('viewer', ['show', '1042', '--timeline']);
    expect(shown.out).toMatch(/acme~1042[\s\S]+rejected r1 by [^\n]+The customer is missing[\s\S]+exported r2/);
  });

  test('the record of a run is fetched, and those of all that closed', async () => {
    await submit('kept');
    await by('approver', ['accept', 'kept', '--revision', '1', '--job', '24-040']);
    await by('viewer', ['wait', 'kept']);
    const recorded = await by('viewer', ['record', 'kept', '--output', file('kept.json')]);
    expect(recorded).toMatchObject({ code: 0, out: '' });
    const { sha256, record } = JSON.parse(readFileSync(file('kept.json'), 'utf8')) as Record<string, unknown>;
    expect(record).toMatchObject({ projectId: 'kept', status: 'exported' });
    expect(recorded.err).toContain(String(sha256));
    const args = ['records', '--from', '2020-01-01', '--output', file('all.jsonl')];
    expect(await by('viewer', args)).toMatchObject({ code: 0 });
    const lines = readFileSync(file('all.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
      expect.objectContaining({ projectId: 'kept', sha256 }),
    );
  });

  test('a script knows by the exit code what became of it', async () => {
    await submit('codes');
    const accept = ['accept', 'codes', '--revision', '1', '--job', '24-030'];
    expect(await by('approver', ['accept', 'codes', '--revision', '9', '--job', '1'])).toMatchObject({
      code: 1,
      out: '',
    });
    expect(await by('approver', ['accept', 'codes'])).toMatchObject({ code: 2, out: '' });
    expect(await by('viewer', accept)).toMatchObject({ code: 3, out: '' });
    expect(await by('viewer', ['show', 'nowhere'])).toMatchObject({ code: 4, out: '' });
    expect(await by('viewer', ['wait', 'codes', '--timeout', '0s'])).toMatchObject({ code: 6, out: '' });
    await by('admin', ['retrieve', 'codes', '--revision', '1']);
    expect(await by('viewer', ['wait', 'codes'])).toMatchObject({ code: 7, err: '' });
    const nobody = startCli(['list', '--url', 'http://127.0.0.1:1', '--retry-for', '0s'], variables('viewer'));
    expect(await nobody.ended).toMatchObject({ code: 5, out: '' });
  });

  test('with no worker a command is not confirmed, and given again with its key it has one effect', async () => {
    await submit('dark');
    const [worker] = await stack.find('worker');
    if (!worker) throw new Error('there is no worker');
    const args = ['reject', 'dark', '--revision', '1', '--reason', 'No', '--key', 'reject-dark'];
    // As it is when its machine hangs: it is there, and does nothing.
    process.kill(worker.pid, 'SIGSTOP');
    const first = await by('approver', [...args, '--retry-for', '0s']).finally(() =>
      process.kill(worker.pid, 'SIGCONT'),
    );
    expect(first).toMatchObject({ code: 5, out: '' });
    expect(first.err).toMatch(/^ledgergate: .+the command may have been applied; run the same command again with /);
    expect(first.err).toContain('--revision 1 --key reject-dark');

    expect(await by('approver', args)).toMatchObject({ code: 0, err: '' });
    const { out } = await by('viewer', ['show', 'dark', '--json']);
    const { timeline } = JSON.parse(out) as { timeline: { type: string }[] };
    expect(timeline.filter(({ type }) => type === 'rejected')).toHaveLength(1);
  });
});
