/** Every command against the real API, with its states in memory. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../workflows/contract/codes';
import { startApi } from '../support/api/server';
import { createMemoryGateway } from '../support/api/gateway';
import { signToken } from '../support/api/tokens';
import { ShownStanding } from '../../workflows/contract/standing';
import { project, stages } from '../support/domain/fixtures';
import { call, type Called, type Calling } from './calling';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
const folder = mkdtempSync(join(tmpdir(), 'ledgergate-cli-'));
const projectFile = join(folder, 'project.json');
const api = useStarted(() => startApi(gateway));
const tokens = new Map<Role, string>();

beforeAll(async () => {
  writeFileSync(projectFile, JSON.stringify(project));
  for (const role of ['admin', 'approver', 'operator', 'viewer'] as const) {
    const grant = { [role]: true };
    tokens.set(role, await signToken(role, { acme: grant, globex: grant }));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => gateway.clear());

const by = (role: Role, line: string | readonly string[], calling: Partial<Calling> = {}): Promise<Called> =>
  call(line, {
    environment: { LEDGERGATE_URL: api.url, LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: tokens.get(role) },
    ...calling,
  });

const put = (stage: keyof typeof stages): void => gateway.put({ ...stages[stage], companyId: 'acme' });
const desk = (): string => `${api.url}/desk/acme/1042`;
const lastMessage = (): unknown => gateway.commands.at(-1)?.message;

describe('a project', () => {
  test('is submitted from a file, and the desk is named where it can be seen', async () => {
    const { code, out, err } = await by('admin', ['submit', '1042', projectFile]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`1042  ${project.name}`);
    expect(out).toContain('awaiting_decision, revision 1');
    expect(out).toContain(desk());
  });

  test('is submitted from standard input', async () => {
    const { code } = await by('admin', 'submit 1042 -', { input: JSON.stringify(project) });
    expect(code).toBe(0);
  });

  test('that does not fit is refused field by field', async () => {
    const { code, out, err } = await by('admin', 'submit 1042 -', { input: '{"name":"Clinic"}' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^ledgergate: .+; correct the named fields\n/);
    expect(err).toMatch(/^ {2}\/project\/number: /m);
  });

  test('without a file is refused where the company has no source', async () => {
    expect(await by('admin', 'submit 1042')).toMatchObject({ code: 1, out: '' });
  });

  test('is checked without being submitted', async () => {
    expect(await by('admin', ['validate', projectFile])).toEqual({
      code: 0,
      out: 'The project meets the rules.\n',
      err: '',
    });
    const noCode = { ...project, name: 'x'.repeat(201) };
    expect(await by('admin', 'validate -', { input: JSON.stringify(noCode) })).toMatchObject({ code: 1 });
  });
});

describe('a submission whose workflow does not tell its state', () => {
  const id = { companyId: 'acme', projectId: '1042' };
  const repair = 'temporal workflow reset -w submission:acme:1042 -r run --type FirstWorkflowTask --reason repaired';
  const unreadable = { code: 'task_failed', message: 'No worker can load the run.', repair } as const;
  const paused = { by: 'olga@host', reason: 'month end', since: '2026-03-31T18:00:00.000Z' };

  test('is shown with why, and with the line for ops', async () => {
    put('rejected');
    gateway.hide(id, { unreadable });
    const { code, out } = await by('operator', 'show 1042 --timeline');
    expect(code).toBe(0);
    expect(out).toMatch(/status +rejected\n +unreadable +task_failed: No worker can load the run\.\n/);
    expect(out).toContain(`for ops: ${repair}`);
    expect((await by('viewer', 'list')).out).toContain(`${project.name} (unreadable: task_failed)`);
  });

  test('and is paused is shown with who paused it and why, and is listed', async () => {
    put('awaiting_decision');
    gateway.hide(id, { paused });
    const { code, out } = await by('viewer', 'show 1042');
    expect(code).toBe(0);
    expect(out).toContain(`1042  ${project.name}\n`);
    expect(out).toContain('paused by olga@host, 2026-03-31 18:00 UTC: month end');
    expect((await by('viewer', 'list')).out).toContain(`${project.name} (paused)`);
  });

  test.each([
    [
      'paused',
      { paused },
      /^ledgergate: olga@host paused the submission .*\(month end\).*ask the person who paused it/,
    ],
    ['unreadable', { unreadable }, /^ledgergate: No worker can load the run; .*"ledgergate show 1042"/],
  ])('takes no command while it is %s', async (_, why, said) => {
    put('awaiting_decision');
    gateway.hide(id, why);
    const { code, err } = await by('approver', ['reject', '1042', '--revision', '1', '--reason', 'No.']);
    expect(code).toBe(1);
    expect(err).toMatch(said);
    expect(await by('approver', ['reject', '1042', '--latest', '--reason', 'No.'])).toMatchObject({ code: 1, out: '' });
  });

  test('ends a wait when it cannot be loaded, and not while it is paused', async () => {
    put('awaiting_decision');
    gateway.hide(id, { paused });
    const late = await by('viewer', 'wait 1042 --timeout 1s');
    expect(late.code).toBe(6);
    expect(late.err).toContain('paused by olga@host');
    gateway.hide(id, { unreadable });
    expect((await by('viewer', 'wait 1042')).code).toBe(7);
  });

  test('has no record, and no file is written', async () => {
    put('rejected');
    gateway.hide(id, { unreadable });
    const file = join(folder, 'unreadable.json');
    const { code, err } = await by('operator', ['record', '1042', '--output', file]);
    expect(code).toBe(1);
    expect(err).toContain('1042 has no record at the moment: task_failed');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a decision', () => {
  test('names the revision, the job and the extra fields', async () => {
    put('awaiting_decision');
    const line = ['accept', '1042', '--revision', '1', '--job', '24-017', '--note', 'As agreed'];
    const { code, out } = await by('approver', line);
    expect(code).toBe(0);
    expect(out).toContain('exporting, revision 1');
    expect(out).toContain(desk());
    expect(lastMessage()).toMatchObject({ revision: 1, job: { number: '24-017' }, note: 'As agreed' });
  });

  test('to reject carries the reason, the category and what is wrong with each field', async () => {
    put('awaiting_decision');
    const fields = ['--field', '/address/city=is not in Ohio', '--field', '/name=a = b'];
    const line = ['reject', '1042', '--revision=1', '--reason', 'See the fields', '--category', 'address', ...fields];
    expect(await by('approver', line)).toMatchObject({ code: 0 });
    expect(lastMessage()).toMatchObject({
      reason: 'See the fields',
      category: 'address',
      fields: [
        { pointer: '/address/city', message: 'is not in Ohio' },
        { pointer: '/name', message: 'a = b' },
      ],
    });
  });

  test('of a script must name its revision, or say that any will do', async () => {
    put('awaiting_decision');
    const line = ['reject', '1042', '--reason', 'No'];
    const refused = await by('approver', line);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('--revision is required without a terminal');
    expect(gateway.commands).toEqual([]);
    expect(await by('approver', [...line, '--latest'])).toMatchObject({ code: 0 });
  });

  test('of a person at a terminal is about the revision that is shown, once it is confirmed', async () => {
    put('awaiting_decision');
    const line = 'accept 1042 --job 24-017';
    const no = await by('approver', line, { answer: false });
    expect(no).toMatchObject({ code: 130, out: '' });
    expect(no.err).toContain('Accept as job 24-017 revision 1? [y/N]');
    expect(gateway.commands).toEqual([]);
    expect(await by('approver', line, { answer: true })).toMatchObject({ code: 0 });
  });

  test('is not asked about with --yes', async () => {
    put('awaiting_decision');
    const { code, err } = await by('approver', 'accept 1042 --job 24-017 --yes', { answer: false });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('for an old revision is refused, and who came first is told', async () => {
    put('awaiting_decision');
    const { code, err } = await by('approver', 'accept 1042 --revision 7 --job 1');
    expect(code).toBe(1);
    expect(err).toMatch(/^ledgergate: .+; review the changes with "ledgergate show 1042"/);
    expect(err).toMatch(/^ {2}now: revision 1, awaiting_decision, by /m);
  });

  test('without the role is denied', async () => {
    put('awaiting_decision');
    expect(await by('viewer', 'accept 1042 --revision 1 --job 1')).toMatchObject({ code: 3, out: '' });
  });
});

describe('the sender', () => {
  test('resends a corrected project', async () => {
    put('rejected');
    const { code, out } = await by('admin', ['resend', '1042', '--revision', '1', '--file', projectFile]);
    expect(code).toBe(0);
    expect(out).toContain('awaiting_decision, revision 2');
  });

  test('takes a project back', async () => {
    put('awaiting_decision');
    const { code, out } = await by('admin', 'retrieve 1042 --revision 1 --note later');
    expect(code).toBe(0);
    expect(out).toContain('retrieved, revision 1');
  });

  test('withdraws it with a reason', async () => {
    put('rejected');
    expect(await by('admin', 'withdraw 1042 --revision 1')).toMatchObject({ code: 2 });
    expect(await by('admin', 'withdraw 1042 --revision 1 --reason Later')).toMatchObject({ code: 0 });
  });
});

describe('a parked submission', () => {
  test('is exported again, with another job number if need be', async () => {
    put('parked');
    const { code, out } = await by('approver', 'retry-export 1042 --revision 1 --job 24-018');
    expect(code).toBe(0);
    expect(out).toContain('exporting');
    expect(lastMessage()).toMatchObject({ job: { number: '24-018' } });
  });

  test('has a difference confirmed only together with what was seen of it', async () => {
    put('parked');
    expect(await by('approver', 'retry-export 1042 --revision 1 --confirm overwrite')).toMatchObject({ code: 2 });
    const { code, err } = await by(
      'approver',
      'retry-export 1042 --revision 1 --confirm overwrite --differences-hash 4f2a',
    );
    expect(code).toBe(1);
    expect(err).toContain('ledgergate: ');
  });

  test('is settled with the ids of what was booked by hand', async () => {
    put('parked');
    const line = [
      'settle',
      '1042',
      '--revision',
      '1',
      '--id',
      'job=4711',
      '--id',
      'jobNumber=24-017',
      '--note',
      'By hand',
    ];
    expect(await by('operator', line)).toMatchObject({ code: 0 });
    expect(lastMessage()).toMatchObject({ ids: { job: '4711', jobNumber: '24-017' }, note: 'By hand' });
  });

  test('shows why, and what to do', async () => {
    put('parked');
    const { out } = await by('viewer', 'show 1042');
    expect(out).toMatch(/parked {5}\w+: /);
  });
});

describe('what is read', () => {
  test('is a list with a line each', async () => {
    put('awaiting_decision');
    const { code, out, err } = await by('viewer', 'list --status awaiting_decision --search 10');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1042 {2}r1 {2}awaiting_decision {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}\S.*\n$/);
  });

  test('says so when there is nothing', async () => {
    expect(await by('viewer', 'list')).toEqual({ code: 0, out: '', err: 'There are none.\n' });
  });

  test('is one submission with its timeline', async () => {
    put('rejected');
    const { out } = await by('viewer', 'show 1042 --timeline');
    expect(out).toContain('rejected');
    expect(out).toMatch(/timeline .+submitted r1 by /);
    expect(out).toContain(`desk       ${desk()}`);
  });

  test('is the number in each status', async () => {
    put('awaiting_decision');
    expect((await by('viewer', 'counts')).out).toMatch(/^awaiting_decision +1$/m);
  });

  test("is the company's ERP, and why it takes no projects", async () => {
    expect((await by('viewer', 'integration')).out).toContain('projects   accepted');
    const { out } = await by('viewer', 'integration --company globex');
    expect(out).toContain('not accepted');
    expect(out).toContain('Import the job there.');
  });

  test('requests a preflight where the ERP supports one', async () => {
    put('awaiting_decision');
    expect(await by('approver', 'preflight 1042 --revision 1 --job 24-018')).toMatchObject({ code: 0 });
    expect(lastMessage()).toMatchObject({ number: '24-018' });
  });

  test('is nothing for a project that is not there', async () => {
    expect(await by('viewer', 'show 9')).toMatchObject({ code: 4, out: '' });
  });
});

describe('--json', () => {
  const lines: readonly (readonly [Role, string])[] = [
    ['viewer', 'show 1042'],
    ['viewer', 'list'],
    ['viewer', 'counts'],
    ['viewer', 'integration'],
    ['viewer', 'wait 1042 --until decided'],
  ];
  test.each(lines)("%s, %s: the API's answer and nothing else", async (role, line) => {
    put(line.startsWith('wait') ? 'rejected' : 'awaiting_decision');
    const { out } = await by(role, `${line} --json`);
    const path = { list: '/submissions', counts: '/submission-counts', integration: '/integration' };
    const [name = ''] = line.split(' ');
    const where = Object.hasOwn(path, name) ? path[name as keyof typeof path] : '/submissions/1042';
    const headers = { authorization: `Bearer ${tokens.get(role) ?? ''}` };
    const text = await (await fetch(`${api.url}/v1/companies/acme${where}`, { headers })).text();
    expect(out).toBe(text);
  });

  test('gives what a command answers', async () => {
    put('awaiting_decision');
    const { out } = await by('approver', 'reject 1042 --revision 1 --reason No --json');
    expect(ShownStanding.parse(JSON.parse(out))).toMatchObject({
      status: 'rejected',
      entry: { type: 'rejected', text: 'No' },
    });
  });

  test('gives a refusal as it is, too, and the line for a person beside it', async () => {
    put('exported');
    const { code, out, err } = await by('approver', 'reject 1042 --revision 1 --reason No --json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ code: 'already_closed', current: { status: 'exported' } });
    expect(err).toMatch(/^ledgergate: /);
  });
});
