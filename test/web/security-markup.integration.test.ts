/**
 * Markup in every text that people, tokens, raw signals, the ERP or companies.yaml bring to the desk: it is shown as
 * the text it is, and never becomes part of the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { sessionCookie } from '../../api/session/cookies';
import { signDevToken } from '../../dev/tokens';
import type { Role } from '../../workflows/contract/codes';
import { toPointer } from '../../workflows/contract/pointers';
import { startMarkingErp } from '../support/erp/marking-erp';
import { sealSession } from '../support/api/session-cookies';
import { until, useStack } from '../support/processes/stack';
import { useDesk } from './browser';
import { useStarted } from '../support/use-started';

/** Ends an attribute, a tag and a script, and begins an image that runs code; at most 60 characters with its word. */
const marked = (word: string): string => `"'></b><img src=x onerror=hasRun=1>${word}`;
const script = 'javascript:hasRun=1//';

const project = {
  name: marked('name'),
  number: marked('number'),
  address: {
    line1: marked('line1'),
    line2: marked('line2'),
    city: marked('city'),
    region: marked('region'),
    postalCode: marked('zip'),
    country: 'US',
  },
  currency: 'USD',
  customer: { name: marked('customer'), code: marked('customer-code') },
  type: marked('type'),
  department: marked('department'),
  description: marked('description'),
  costCodes: [{ code: marked('code'), name: marked('code-name'), costTypes: [marked('cost-type')] }],
  customFields: { [marked('custom-key')]: marked('custom-value') },
};
const changed = { ...project, name: marked('new-name') };

const people: Readonly<Record<string, readonly Role[]>> = { sender: ['admin'], decider: ['approver', 'operator'] };
const company = 'initech';

const erp = useStarted(() => startMarkingErp(marked));
const stack = useStack(() => ({ companies: companiesYaml(erp.url), env: { ERP_KEY: 'key' } }));
const desk = useDesk(stack, { mayGoWrong: true });

/** As somebody whose id and name are markup as well. */
async function act(person: string, path: string, body: object): Promise<void> {
  const who = { sub: marked(`${person}-id`), name: marked(person), roles: people[person] ?? [] };
  const authorization = `Bearer ${await signDevToken(stack.varDirectory, who)}`;
  const to = `/v1/companies/${company}/submissions${path}`;
  const { status, body: answer } = await stack.request('POST', to, { body, headers: { authorization } });
  if (status > 201) throw new Error(`${path}: ${JSON.stringify(answer)}`);
}

const submit = (projectId: string): Promise<void> => act('sender', '', { projectId, project });
const accept = (projectId: string, word: string): Promise<void> =>
  act('decider', `/${projectId}/accept`, {
    revision: 1,
    job: { number: marked(word), fields: { customer: marked('job-field') } },
    note: marked('accept-note'),
  });
const reject = (projectId: string): Promise<void> =>
  act('decider', `/${projectId}/reject`, {
    revision: 1,
    reason: marked('reason'),
    category: marked('category'),
    fields: [
      { pointer: '/name', message: marked('message') },
      { pointer: toPointer('costCodes', marked('code'), 'budget'), message: marked('other-message') },
    ],
  });
const signal = (projectId: string, name: string, input: object): Promise<string> =>
  stack.temporal(
    ...['workflow', 'signal', '-w', `submission:${company}:${projectId}`],
    ...['--name', name, '--input', JSON.stringify(input)],
  );

const untilView = (projectId: string, isThere: (view: string) => boolean): Promise<true> =>
  until(`${projectId} is as it should be`, async () => {
    const to = `/v1/companies/${company}/submissions/${projectId}`;
    const { body } = await stack.request('GET', to, { as: 'viewer' });
    return isThere(JSON.stringify(body)) || undefined;
  });

const companiesYaml = (url: string): string => `companies:
  ${company}:
    name: ${JSON.stringify(marked('company'))}
    integration: { erp: tryton, adapter: tryton, url: "${url}", database: erp, keyVariable: ERP_KEY }
    policy: { rawSignals: all }
`;

async function tellTheStory(): Promise<void> {
  const ids = ['waits', 'rejected', 'resent', 'retrieved', 'withdrawn', 'parked', 'exported', 'exporting', 'signalled'];
  await Promise.all(ids.map(submit));
  await Promise.all(['rejected', 'resent'].map(reject));
  await act('sender', '/resent/resend', { revision: 1, project: changed, note: marked('resend-note') });
  await act('sender', '/retrieved/retrieve', { revision: 1, note: marked('retrieve-note') });
  await act('sender', '/withdrawn/withdraw', { revision: 1, reason: marked('withdraw-reason') });
  for (const id of ['parked', 'exported']) {
    await accept(id, `${id}-job`);
    await untilView(id, (view) => view.includes('"status":"parked"'));
  }
  const ids_ = { job: marked('erp-id'), jobNumber: script };
  await act('decider', '/exported/settle', { revision: 1, ids: ids_, note: marked('settle-note') });
  await accept('exporting', 'busy');
  await untilView('exporting', (view) => view.includes('erp-busy'));
  await signal('signalled', marked('signal-name'), { by: marked('signal-by') });
  await signal('signalled', 'reject', { by: marked('rejected-by'), reason: marked('raw-reason') });
  await untilView('signalled', (view) => view.includes('raw-reason') && view.includes('signal-name'));
  await act('decider', '/waits/preflight', { revision: 1, number: marked('asked') });
  await untilView('waits', (view) => view.includes('erp-holder'));
}

beforeAll(() => tellTheStory());

/** All that can be read on the page: its text, and what stands in its fields. */
const readAll = `[document.title, document.body.textContent,
  ...[...document.querySelectorAll('input, textarea, option')].map(({ value }) => value)].join('\\n')`;
/** What markup of others would have left behind. */
const strange = `[...document.querySelectorAll('img, b, [onerror], a[href^="javascript:"]')].map((one) => one.outerHTML)`;

async function expectOnlyText(page: Page, words: readonly string[]): Promise<void> {
  for (const word of words) {
    await until(
      `"${word}" is on the page`,
      async () => (await page.evaluate<string>(readAll)).includes(word) || undefined,
    );
  }
  expect(await page.evaluate(strange)).toEqual([]);
  expect(await page.evaluate('"hasRun" in globalThis')).toBe(false);
  expect(desk.wrong).toEqual([]);
}

const document_ = [
  ...['name', 'number', 'line1', 'line2', 'city', 'region', 'zip', 'customer', 'customer-code', 'type', 'department'],
  ...['description', 'code', 'code-name', 'cost-type', 'custom-key', 'custom-value', 'sender'],
];

test.each<[string, string, Role, readonly string[]]>([
  ['the choice of a company', '/desk', 'viewer', ['company']],
  ['a search', `/desk/${company}?q=${encodeURIComponent(marked('search'))}`, 'viewer', ['search']],
  ['the list', `/desk/${company}?status=all`, 'viewer', ['name', 'new-name', 'sender', 'company']],
  [
    'a document, its sender and the checks',
    `/desk/${company}/waits`,
    'approver',
    [...document_, 'erp-next', 'erp-holder', 'asked'],
  ],
  [
    'a rejection',
    `/desk/${company}/rejected`,
    'admin',
    ['reason', 'category', 'code', 'message', 'other-message', 'decider'],
  ],
  ['a correction', `/desk/${company}/rejected?edit`, 'admin', [...document_.slice(0, -3), 'message']],
  ['the differences', `/desk/${company}/resent`, 'approver', ['name', 'new-name', 'reason', 'message', 'resend-note']],
  ['what was retrieved', `/desk/${company}/retrieved`, 'admin', ['retrieve-note']],
  ['what was withdrawn', `/desk/${company}/withdrawn`, 'admin', ['withdraw-reason']],
  [
    'what the ERP refused',
    `/desk/${company}/parked`,
    'approver',
    ['erp-text', 'erp-pointer', 'erp-message', 'accept-note', 'parked-job'],
  ],
  ['what was booked by hand', `/desk/${company}/exported`, 'viewer', ['erp-id', 'settle-note']],
  ['raw signals', `/desk/${company}/signalled`, 'admin', ['signal-name', 'signal-by', 'rejected-by', 'raw-reason']],
])('%s shows markup as text', async (_what, path, role, words) => {
  const page = await desk.revisit(path, role);
  await expectOnlyText(page, words.map(marked));
});

test('an export under way shows the words of the ERP as text', async () => {
  const page = await desk.visit(`/desk/${company}/exporting`, 'approver');
  await expectOnlyText(page, [marked('erp-busy').replaceAll('>', '')]);
});

test('an address that would run code is no link', async () => {
  const page = await desk.visit(`/desk/${company}/exported`, 'viewer');
  await expectOnlyText(page, [script]);
});

test('what is typed is previewed as text', async () => {
  const page = await desk.visit(`/desk/${company}/waits`, 'approver');
  await page.getByRole('button', { name: 'Reject…' }).click();
  await page.getByLabel('Reason required').fill(marked('typed-reason'));
  await page.getByRole('button', { name: 'Comment on Name' }).click();
  await page.getByLabel('What is wrong with').fill(marked('typed-message'));
  await page.getByText('The sender will read').waitFor();
  await expectOnlyText(page, [marked('typed-reason'), marked('typed-message')]);
  expect(await page.locator('.preview').textContent()).toContain(marked('typed-message'));
});

test('a file with names that are no fields is refused in words', async () => {
  const page = await desk.visit(`/desk/${company}?new`, 'admin');
  const text = JSON.stringify({ ...project, [marked('unknown-field')]: 1 });
  const file = { name: marked('file-name'), mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.locator('input[type=file]').setInputFiles(file);
  await expectOnlyText(page, [marked('name'), 'unknown-field']);
});

test('a person whose name is markup is greeted by it', async () => {
  const who = { sub: marked('own-id'), name: marked('own-name'), ledgergate: { [company]: { viewer: true } } };
  const key = Buffer.from(readFileSync(join(stack.varDirectory, 'session-key'), 'utf8').trim(), 'base64url');
  const session = await sealSession(key, { claims: who });
  const page = await desk.visit('/');
  await page
    .context()
    .addCookies([
      { name: sessionCookie, value: session, domain: '127.0.0.1', path: '/', secure: true, httpOnly: true },
    ]);
  await page.goto(`http://127.0.0.1:${stack.port}/desk/${company}/waits`);
  await expectOnlyText(page, [marked('own-name'), marked('company')]);
});

test.each([
  ['a failed sign-in', `/session/callback?state=${encodeURIComponent(marked('state'))}`],
  ['a way back that leads elsewhere', `/session/login?return=${encodeURIComponent(marked('return'))}`],
  ['what is not there', `/${encodeURIComponent(marked('path'))}`],
])('the page for %s runs nothing of its address', async (_what, path) => {
  const page = await desk.visit(path);
  expect(await page.locator('h1').count()).toBe(1);
  await expectOnlyText(page, []);
});
