/** Whatever somebody was writing when the session ended is there after the next sign-in, and is never there for others. */
import type { Page } from 'playwright-core';
import type { Role } from '../../workflows/contract/codes';
import { readSessionKey } from '../../dev/start/secrets';
import { useStack } from '../support/processes/stack';
import { shows, useDesk } from './browser';
import { lookAgain, passSeconds } from './sign-in';

const stack = useStack();
const command = (projectId: string, name: string, as: Role, body: object) =>
  stack.acme('POST', `/submissions/${projectId}/${name}`, { as, body: { revision: 1, ...body } });

beforeAll(async () => {
  for (const id of ['waits', 'waits-too', 'rejected', 'exported', 'parked']) await stack.submitted(`The ${id} one`, id);
  await command('rejected', 'reject', 'approver', { reason: 'Incomplete.' });
  for (const id of ['exported', 'parked']) {
    await command(id, 'accept', 'approver', { job: { number: '24-017' } });
    // The first has the number, so the second cannot.
    await stack.untilStatus(id, id);
  }
});
const desk = useDesk(stack, { mayGoWrong: true });

/** Ends the session as if nobody had used the desk for hours. */
async function beLate(page: Page): Promise<void> {
  await passSeconds(page, Buffer.from(readSessionKey(stack.varDirectory), 'base64url'), 3 * 3_600);
  await lookAgain(page);
  await shows(page, 'Your session ended after 2 hours without use. Sign in again; what you typed is kept.');
}

const signInAs = (page: Page, role: Role): Promise<void> =>
  page.getByRole('button', { name: role === 'admin' ? 'project admin' : role }).click();

interface Written {
  readonly path: string;
  readonly role: Role;
  /** The button behind which it is written. */
  readonly open?: string;
  readonly label: string | RegExp;
  /** It is behind the button after the sign-in as well. */
  readonly isClosedAfter?: true;
}

const all: Readonly<Record<string, Written>> = {
  'the reason of a rejection': { path: 'waits', role: 'approver', open: 'Reject…', label: 'Reason required' },
  'the number of an acceptance': { path: 'waits', role: 'approver', label: 'Job number required' },
  'the note of an acceptance': { path: 'waits', role: 'approver', label: 'Note' },
  'a comment': { path: 'waits', role: 'approver', open: 'Comment…', label: 'Comment required' },
  'a question': { path: 'waits', role: 'approver', open: 'Ask the sender…', label: 'Question to the sender required' },
  'a note of taking back': { path: 'waits', role: 'admin', open: 'Retrieve…', label: /^(Note|Reason)/ },
  'a reason of withdrawing': { path: 'waits', role: 'admin', open: 'Withdraw…', label: /^(Note|Reason)/ },
  'a correction': { path: 'rejected?edit', role: 'admin', label: 'Name required' },
  'the note of a correction': { path: 'rejected?edit', role: 'admin', label: 'Note to the approver' },
  'a cost code': { path: 'rejected?edit', role: 'admin', label: 'Code, row 1' },
  'the note of a retry': { path: 'parked', role: 'approver', label: 'Note' },
  'the id of a settlement': { path: 'parked', role: 'operator', open: 'Settle…', label: 'Record id in the ERP' },
  'the reason for many': {
    path: '?status=awaiting_decision',
    role: 'approver',
    open: 'Reject selected…',
    label: 'Reason required',
    isClosedAfter: true,
  },
};

async function open(page: Page, { open: button, label }: Written): Promise<void> {
  if (button === 'Reject selected…') await page.getByLabel(/^Select all /).check();
  if (button !== undefined) await page.getByRole('button', { name: button }).first().click();
  await page.getByLabel(label, { exact: true }).first().waitFor();
}

test.each(Object.entries(all))('%s', async (_what, written) => {
  const { path, role, label } = written;
  const page = await desk.visit(`/desk/acme/${path}`, role);
  await open(page, written);
  const text = label === 'Job number required' ? '24-0' : 'Half a sen';
  const field = page.getByLabel(label, { exact: true }).first();
  await field.fill(text);
  await beLate(page);
  await signInAs(page, role);
  if (written.isClosedAfter) await open(page, written);
  await field.waitFor();
  expect(await field.inputValue()).toBe(text);
});

test('whoever signs in next in the same window sees nothing of it', async () => {
  const page = await desk.visit('/desk/acme?new', 'admin');
  await page.getByLabel('Name required').first().fill('Half a sentence');
  await beLate(page);
  await signInAs(page, 'operator');
  await shows(page, 'Olga Operator');
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('Half a sen');
});
