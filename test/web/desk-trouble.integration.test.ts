import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { until, useStack, newId } from '../support/processes/stack';
import { listFindings, useDesk, shows } from './browser';
import { signIn } from './sign-in';

const stack = useStack();
const desk = useDesk(stack);

const acceptIt = (page: Page) => page.getByRole('button', { name: /^Accept and export job/ });

/** Presses it and says yes; only the latter where the question stands there already. */
async function accept(page: Page, options: { readonly timeout?: number } = {}): Promise<void> {
  const yes = page.getByRole('dialog').getByRole('button', { name: /^Accept/ });
  if (!(await yes.isVisible())) await acceptIt(page).click(options);
  await yes.click(options);
}

/** Stops it in its tracks: it is there, and answers nobody. @returns lets it go on, or ends it */
async function freeze(part: string): Promise<(signal: 'SIGCONT' | 'SIGKILL') => void> {
  const [process_, ...others] = await stack.find(part);
  if (!process_ || others.length > 0) throw new Error(`not one process matches ${part}`);
  process.kill(process_.pid, 'SIGSTOP');
  return (signal) => process.kill(process_.pid, signal);
}

/** The keys under which this page asked for that. */
function listKeys(page: Page, path: string): (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  page.on('request', (request: Request) => {
    if (request.method() === 'POST' && request.url().endsWith(path)) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

interface Entry {
  readonly type: string;
  readonly actor: { readonly name?: string };
}
const listDecisions = (view: Readonly<Record<string, unknown>>): Entry[] =>
  (view['timeline'] as Entry[]).filter(({ type }) => ['accepted', 'rejected'].includes(type));

test('a run that was started by hand with garbage is a row and a page with its sentence, and operators read the line', async () => {
  const projectId = newId();
  const workflow = ['-w', `submission:acme:${projectId}`, '--type', 'submission', '--task-queue', 'ledgergate'];
  await stack.temporal('workflow', 'start', ...workflow, '--input', '{"submit":{}}');
  const page = await desk.visit(`/desk/acme?status=terminated`, 'operator');
  await page.getByRole('link', { name: new RegExp(projectId) }).click();
  await shows(page, 'The run was started by hand, with an argument that is not a submission');
  await shows(page, `temporal workflow show -w submission:acme:${projectId} -r `);
  const viewer = await desk.visit(`/desk/acme/${projectId}`, 'viewer');
  await shows(viewer, 'Started by hand');
  expect(await viewer.getByText('temporal workflow').count()).toBe(0);
});

test('while no worker answers a decision says so, and the same intent goes through when the worker is back', async () => {
  const projectId = await stack.submitted('Quiet Mill');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  const keys = listKeys(page, '/accept');
  await page.getByLabel('Job number required').fill(projectId);
  const viewer = await desk.visit('/desk/acme', 'viewer');
  const thaw = await freeze('worker');
  try {
    await accept(page);
    await shows(page, 'The command was not confirmed in time');
    expect(await page.getByLabel('Job number required').inputValue()).toBe(projectId);
    await desk.go(viewer, `/desk/acme/${projectId}`);
    await shows(viewer, 'No worker answers');
    const again = page.waitForRequest((request) => request.url().endsWith('/accept'));
    await accept(page);
    await again;
  } finally {
    thaw('SIGCONT');
  }
  // Pressed until it is done: what was sent while the worker hung may or may not have reached it.
  const view = await until('the decision', async () => {
    if (await acceptIt(page).isVisible()) {
      await accept(page, { timeout: 1_000 }).catch(() => undefined);
    }
    const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
    return body['status'] === 'exported' ? body : undefined;
  });
  expect(listDecisions(view)).toHaveLength(1);
  await shows(viewer, 'Recorded in the ERP');
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
});

test('when the server dies in the middle of a decision nothing typed is lost, and to press again is safe', async () => {
  const projectId = await stack.submitted('Broken Weir');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  const keys = listKeys(page, '/accept');
  await page.getByLabel('Job number required').fill(projectId);
  await page.getByLabel('Note').fill('Seen by both of us.');
  const end = await freeze('dist/api/main.js');
  const sent = page.waitForRequest((request) => request.url().endsWith('/accept'));
  await accept(page);
  await sent;
  end('SIGKILL');
  await shows(page, 'Ledgergate cannot be reached');
  expect(await acceptIt(page).isDisabled()).toBe(true);
  await page.getByText('Ledgergate cannot be reached').waitFor({ state: 'detached' });
  expect(await page.getByLabel('Note').inputValue()).toBe('Seen by both of us.');
  await accept(page);
  const view = await stack.untilStatus(projectId, 'exported');
  expect(listDecisions(view)).toMatchObject([{ type: 'accepted', text: 'Seen by both of us.' }]);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('the network is lost in the middle of a question: it is asked once, however often it is sent', async () => {
  const projectId = await stack.submitted('Torn Cable');
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  const keys = listKeys(page, '/comment');
  // The question arrives, and its answer does not.
  await page.route('**/comment', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Ask the sender…' }).click();
  await page.getByLabel('Question to the sender required').fill('Is the retainage agreed?');
  await page.getByRole('button', { name: 'Send question' }).click();
  await page.getByRole('region', { name: 'Conversation' }).getByText('Is the retainage agreed?').waitFor();
  await page.unroute('**/comment');
  await page.getByRole('button', { name: 'Send question' }).click();
  await page.getByLabel('Question to the sender required').waitFor({ state: 'detached' });

  expect(new Set(keys).size).toBe(1);
  const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
  expect((body['timeline'] as Entry[]).filter(({ type }) => type === 'commented')).toHaveLength(1);
});

test('of two approvers who decide at once one is told who was first, and when', async () => {
  const projectId = await stack.submitted('Disputed Dock');
  const abe = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  const tess = await desk.enter();
  await signIn(tess, stack, { sub: 'tess', name: 'Tess Brandt', may: 'approver' });
  await desk.go(tess, `/desk/acme/${projectId}`);
  await abe.getByLabel('Job number required').fill(projectId);
  await tess.getByRole('button', { name: 'Reject…' }).click();
  await tess.getByLabel('Reason required').fill('Not ours.');
  await acceptIt(abe).click();
  // Its question is gone if the other decision arrives before the answer to it.
  const accepting = accept(abe, { timeout: 10_000 }).catch(() => undefined);
  await Promise.all([accepting, tess.getByRole('button', { name: 'Reject revision 1' }).click()]);

  const [first, ...others] = await until('a decision', async () => {
    const { body } = await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' });
    const decisions = listDecisions(body);
    return decisions.length > 0 ? decisions : undefined;
  });
  expect(others).toEqual([]);
  const [second, what] = first?.type === 'accepted' ? [tess, 'Accepted'] : [abe, 'Rejected'];
  await shows(second, `${what} by ${String(first?.actor.name)} while this was open,`);
  await second.locator('.notice time[title$="UTC"]').first().waitFor();
});

test('an operator sees why an export waits and who paused it, and starts the next attempt at once', async () => {
  const projectId = await stack.submitted('Waiting Weir');
  const drop = join(stack.varDirectory, 'erp', 'acme');
  renameSync(drop, `${drop}.away`);
  const body = { revision: 1, job: { number: projectId } };
  await stack.acme('POST', `/submissions/${projectId}/accept`, { as: 'approver', body });
  const page = await desk.visit(`/desk/acme/${projectId}`, 'operator');
  await shows(page, 'The ERP did not answer.');
  const about = await desk.visit('/desk/acme?about', 'operator');

  await shows(about, /^The ERP has not taken the oldest export since/);
  await shows(about, 'The ERP did not answer.');
  await about.getByRole('link', { name: '1 export is under way' }).waitFor();
  await about.getByRole('link', { name: '0 exports are parked' }).waitFor();
  expect(await listFindings(about)).toEqual([]);
  await about.getByRole('link', { name: `Project ${projectId}` }).click();
  await about.getByRole('heading', { level: 1, name: 'Waiting Weir' }).waitFor();
  const pause = ['-w', `submission:acme:${projectId}`, '--activity-id', 'export', '--identity', 'olga'];
  await stack.temporal('activity', 'pause', ...pause);
  renameSync(`${drop}.away`, drop);
  await page.reload();
  await shows(page, /Paused in Temporal by .*olga/);
  await page.getByRole('button', { name: 'Try now' }).click();
  await shows(page, /olga paused the export in Temporal/);
  const approver = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await shows(approver, /Paused in Temporal by .*olga/);
  expect(await approver.getByRole('button', { name: 'Try now' }).count()).toBe(0);

  // As an API leaves it that died between its two calls.
  await stack.temporal('activity', 'unpause', ...pause, '--jitter', '600s');
  await stack.temporal('activity', 'pause', ...pause.slice(0, -1), 'ledgergate:export-now');
  await page.getByRole('button', { name: 'Try now' }).click();
  await shows(page, 'Recorded in the ERP');
});
