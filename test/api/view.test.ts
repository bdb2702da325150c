/** What is shown of a submission: to whom, with which actions, links and ETag. */
import { commandNames } from '../../workflows/contract/command-table';
import { evolve } from '../../workflows/domain/evolve';
import { toPreflightAnswered } from '../../workflows/domain/preflight-outcome';
import type { Submission } from '../../workflows/domain/submission';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi, type Received } from '../support/api/server';
import { type Grant, signToken } from '../support/api/tokens';
import { at, inErp, parkedAs, play, project, sender, stages, third, type Stage } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const gateway = createMemoryGateway();
const path = '/v1/companies/acme/submissions/1042';
const everything: Grant = { admin: true, approver: true, operator: true };

const api = useStarted(() => startApi(gateway, { temporalUi: 'https://temporal.example' }));
beforeEach(() => gateway.clear());

type Actions = Record<string, { allowed: boolean; code?: string; who?: string }>;

async function read(sub: string, grant: Grant, headers: Record<string, string> = {}): Promise<Received> {
  return api.send('GET', path, { token: await signToken(sub, { acme: grant }), headers });
}
const readActions = ({ json }: Received): Actions => json['actions'] as Actions;

describe('who has the number', () => {
  const readHolder = async (holder: string, sub = third.id, grant: Grant = everything): Promise<unknown> => {
    gateway.put(play(stages.exporting, parkedAs('erp_number_taken', { holder })));
    const { json } = await read(sub, grant);
    return (json['export'] as { parked: object }).parked;
  };

  test('is a project of the company, by its reference', async () => {
    expect(await readHolder('acme~P=7')).toMatchObject({ holder: 'acme~P=7', holderProjectId: 'P.7' });
  });

  test.each(['globex~7', 'Bridge', 'acme~'])('is no project of the company: %s', async (holder) => {
    const parked = await readHolder(holder);
    expect(parked).toMatchObject({ holder });
    expect(parked).not.toHaveProperty('holderProjectId');
  });

  test('is not said to an admin of other projects', async () => {
    expect(await readHolder('acme~7', 'ada', { admin: ['1042'] })).not.toHaveProperty('holderProjectId');
    expect(await readHolder('acme~7', 'ada', { admin: ['1042', '7'] })).toMatchObject({ holderProjectId: '7' });
  });

  test('stands at the finding of a preflight too', async () => {
    const code = 'number_taken_in_erp';
    const findings = [{ code, pointer: '/job/number', message: 'Taken.', holder: 'acme~7' }];
    const awaiting = stages.awaiting_decision;
    gateway.put(evolve(awaiting, toPreflightAnswered(awaiting, { findings }, at(1))));
    const { json } = await read(third.id, everything);
    expect(json['checks']).toMatchObject([{ code, holder: 'acme~7', projectId: '7' }]);
  });
});

describe('actions', () => {
  const allowed: Record<Stage, string> = {
    awaiting_decision: 'accept reject retrieve withdraw preflight comment',
    rejected: 'resend withdraw comment',
    retrieved: 'resend withdraw comment',
    exporting: 'comment',
    parked: 'reject withdraw retryExport settle comment',
    'parked, outcome unknown': 'retryExport settle comment',
    exported: '',
    withdrawn: '',
  };
  test.each(Object.entries(allowed))('of somebody with every role, while %s: %s', async (stage, names) => {
    gateway.put(stages[stage as Stage]);
    const actions = readActions(await read(third.id, everything));
    expect(commandNames.filter((name) => actions[name]?.allowed)).toEqual(names.split(' ').filter(Boolean));
  });

  test('keep the sender from accepting and settling, and name who can', async () => {
    gateway.put(stages.awaiting_decision);
    expect(readActions(await read(sender.id, everything))['accept']).toEqual({
      allowed: false,
      code: 'same_person',
      who: expect.stringContaining('did not submit or resend') as string,
    });
    gateway.put(stages.parked);
    expect(readActions(await read(sender.id, everything))['settle']).toMatchObject({ code: 'same_person' });
  });

  test('of a viewer are all refused, each with the role that can', async () => {
    gateway.put(stages.awaiting_decision);
    const actions = readActions(await read('vic', { viewer: true }));
    for (const name of commandNames) {
      expect(actions[name]).toMatchObject({
        allowed: false,
        code: 'not_permitted',
        who: expect.stringMatching(/^An? /),
      });
    }
  });

  test('say of an allowed retry who may change what was accepted, where this caller may not', async () => {
    gateway.put(stages.parked);
    const readRetry = async (sub: string, grant: Grant) => readActions(await read(sub, grant))['retryExport'];
    expect(await readRetry(third.id, { approver: true })).toEqual({ allowed: true });
    const who = expect.stringContaining('Only an approver may change') as string;
    expect(await readRetry(third.id, { operator: true })).toEqual({ allowed: true, who });
    expect(await readRetry(sender.id, everything)).toEqual({ allowed: true, who });
    gateway.put(play(stages.exporting, parkedAs('erp_number_taken')));
    const code = 'job_number_taken';
    expect(await readRetry(third.id, { approver: true })).toEqual({ allowed: true, code });
    expect(await readRetry(third.id, { operator: true })).toEqual({ allowed: true, code, who });
  });

  test('do not offer a retry where the ERP of the company takes no projects any more', async () => {
    gateway.put({ ...play(stages.exporting, parkedAs('integration_missing')), companyId: 'globex' });
    const token = await signToken(third.id, { globex: everything });
    const view = await api.send('GET', path.replace('acme', 'globex'), { token });
    const code = 'integration_takes_no_projects';
    expect(readActions(view)).toMatchObject({ retryExport: { allowed: false, code }, settle: { allowed: true } });
  });

  test('say who may ask the sender', async () => {
    gateway.put(stages.awaiting_decision);
    expect(readActions(await read(third.id, everything))['comment']).toEqual({ allowed: true });
    expect(readActions(await read(sender.id, everything))['comment']).toEqual({
      allowed: true,
      code: 'same_person',
      who: expect.stringContaining('did not submit or resend') as string,
    });
  });

  test('say why the state does not allow them', async () => {
    gateway.put(stages['parked, outcome unknown']);
    const actions = readActions(await read(third.id, everything));
    expect(actions['reject']).toEqual({ allowed: false, code: 'outcome_unknown' });
    expect(actions['accept']).toEqual({ allowed: false, code: 'not_awaiting_decision' });
  });

  test.each(Object.keys(allowed))('agree with what the commands do, while %s', async (stage) => {
    const token = await signToken(third.id, { acme: everything });
    const bodies: Record<string, object> = {
      accept: { job: { number: '24-017' } },
      reject: { reason: 'No.' },
      withdraw: { reason: 'No.' },
      settle: { ids: { job: '7' }, note: 'By hand.' },
      comment: { text: 'Noted.' },
    };
    for (const name of commandNames) {
      gateway.clear();
      gateway.put(stages[stage as Stage]);
      const action = readActions(await read(third.id, everything))[name];
      const json = { revision: 1, ...bodies[name] };
      const commandPath = `${path}/${name === 'retryExport' ? 'retry-export' : name}`;
      const received = await api.send('POST', commandPath, { token, json });
      const done = received.status === 200 ? { allowed: true } : { allowed: false, code: received.json['code'] };
      // With a code, the rest of it is allowed.
      expect({ name, ...done }).toEqual({ name, ...(action?.allowed ? { allowed: true } : action) });
    }
  });
});

describe('a view', () => {
  test('has the document, the story and the links, and nothing of the frozen terms', async () => {
    gateway.put(stages.exported);
    const { json } = await read('vic', { viewer: true });
    expect(json).toMatchObject({ status: 'exported', revision: 1, project, receipt: { ids: { job: 'J-9' } } });
    expect(json['links']).toEqual({
      self: path,
      temporalUi: 'https://temporal.example/namespaces/default/workflows/submission%3Aacme%3A1042/run/user-metadata',
    });
    expect(json).not.toHaveProperty('integration');
    expect(json).not.toHaveProperty('policy');
  });

  test('has a weak ETag that stays while nothing changes', async () => {
    gateway.put(stages.awaiting_decision);
    const first = await read('vic', { viewer: true });
    const etag = first.headers.etag ?? '';
    expect(etag).toMatch(/^W\/"/);
    const second = await read('vic', { viewer: true }, { 'If-None-Match': etag });
    expect({ status: second.status, text: second.text, etag: second.headers.etag }).toEqual({
      status: 304,
      text: '',
      etag,
    });
  });

  test.each(['no-cache', 'max-age=0'])(
    'is not sent again to a client that asks with Cache-Control: %s',
    async (cache) => {
      gateway.put(stages.awaiting_decision);
      const etag = (await read('vic', { viewer: true })).headers.etag ?? '';
      const again = await read(
        'vic',
        { viewer: true },
        { 'If-None-Match': `"other", ${etag}`, 'Cache-Control': cache },
      );
      expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
    },
  );

  test('is sent in full when it changed, or when its actions differ for another caller', async () => {
    gateway.put(stages.awaiting_decision);
    const etag = (await read('vic', { viewer: true })).headers.etag ?? '';
    expect((await read('tess', { approver: true }, { 'If-None-Match': etag })).status).toBe(200);
    gateway.put(stages.rejected);
    expect((await read('vic', { viewer: true }, { 'If-None-Match': etag })).status).toBe(200);
  });

  test('is also answered to HEAD, without a body', async () => {
    gateway.put(stages.awaiting_decision);
    const token = await signToken('vic', { acme: { viewer: true } });
    const received = await api.send('HEAD', path, { token });
    expect({ status: received.status, text: received.text }).toEqual({ status: 200, text: '' });
  });
});

test('a submit answers with the place of the submission', async () => {
  const token = await signToken('ada', { acme: { admin: true } });
  const json = { projectId: '1042', project };
  const received = await api.send('POST', '/v1/companies/acme/submissions', { token, json });
  expect(received.headers.location).toBe(path);
  expect(received.json).toMatchObject({ submittedBy: { id: 'ada', name: 'Ada', channel: 'api' } });
});

test('the integration tells what the ERP takes, where its figures come from, and why it takes no projects', async () => {
  const token = await signToken('vic', { globex: { viewer: true }, initech: { viewer: true } });
  const globex = await api.send('GET', '/v1/companies/globex/integration', { token });
  expect(globex.json).toMatchObject({
    companyId: 'globex',
    takesProjects: false,
    why: 'Globex books by hand.',
    remedy: 'Import the job there.',
  });
  const initech = await api.send('GET', '/v1/companies/initech/integration', { token });
  expect(initech.json).toMatchObject({
    takesProjects: true,
    direction: 'both',
    prerequisites: ['Make the cost codes first.'],
    rules: { fields: { name: { maxLength: 5 } } },
    figures: [{ rule: 'name.maxLength', value: 5, source: 'the manual', certainty: 'read' }],
    policy: { fourEyes: true },
  });
  expect(initech.text).not.toContain('/nowhere/initech');
});

describe('an item of a list says why it stands there', () => {
  test.each([
    ['awaiting_decision', 'new'],
    ['parked', 'parked'],
    ['exported', 'new'],
  ] as const)('%s: %s', async (stage, why) => {
    gateway.put(stages[stage]);
    const token = await signToken('vic', { acme: { viewer: true } });
    const { json } = await api.send('GET', '/v1/companies/acme/submissions', { token });
    expect(json['items']).toMatchObject([{ why, projectId: '1042', name: project.name, submittedBy: sender }]);
  });

  test('resent, when its revision is not the first', async () => {
    gateway.put({ ...stages.awaiting_decision, revision: 2 });
    const token = await signToken('vic', { acme: { viewer: true } });
    const { json } = await api.send('GET', '/v1/companies/acme/submissions', { token });
    expect(json['items']).toMatchObject([{ why: 'resent', revision: 2 }]);
  });

  test('update, when an earlier run exported the project', async () => {
    gateway.put({ ...stages.awaiting_decision, previousRun: { runId: 'r', revision: 0, exported: inErp } });
    const token = await signToken('vic', { acme: { viewer: true } });
    const { json } = await api.send('GET', '/v1/companies/acme/submissions', { token });
    expect(json['items']).toMatchObject([{ why: 'update' }]);
  });
});

function exportedWith(ids: Record<string, string>): Submission {
  const state: Submission = stages.exported;
  if (state.status !== 'exported') throw new Error('not exported');
  return { ...state, receipt: { ...state.receipt, ids } };
}

describe('the ERP in the view', () => {
  test('stands there with the terms this revision is accepted under', async () => {
    gateway.put(stages.awaiting_decision);
    const { json } = await read('vic', { viewer: true });
    expect(json['terms']).toEqual({
      erp: 'ledger_erp',
      erpName: 'Ledger ERP',
      acceptFields: [],
      supportsPreflight: true,
      jobNumber: { required: true, mask: '##-###' },
    });
  });

  test('opens the record at the address that the company says, with the id of the receipt in it', async () => {
    gateway.put(exportedWith({ job: 'J/9 ü' }));
    const { json } = await read('vic', { viewer: true });
    expect(json['receipt']).toMatchObject({ url: 'https://erp.example/jobs/J%2F9%20%C3%BC' });
  });

  test('has no address while the receipt lacks the id that belongs in it', async () => {
    gateway.put(exportedWith({ other: '9' }));
    const { json } = await read('vic', { viewer: true });
    expect(json['receipt']).not.toHaveProperty('url');
  });
});
