import { useStack } from '../support/processes/stack';
import { startTryton, type Tryton } from '../support/erp/tryton';
import { accept, listFindings, useDesk, shows } from './browser';
import { useStarted } from '../support/use-started';

const company = ({ url, database }: Tryton): string => `companies:
  acme:
    name: Acme Builders
    integration: { erp: tryton, adapter: tryton, url: "${url}", database: ${database}, keyVariable: TRYTON_KEY }
    rules: { jobNumber: { mask: "##-###" } }
    policy: { fourEyes: true, exportFor: 1h, rawSignals: all }
`;

const tryton = useStarted(() => startTryton());
const stack = useStack(() => ({ companies: company(tryton), env: { TRYTON_KEY: tryton.key } }));
const desk = useDesk(stack);

const projectId = 'p-4711';
/** Of the project, past everything of ours. */
const job = (): Promise<unknown[][]> =>
  tryton.query("SELECT number, name FROM project_work WHERE number IS NOT NULL AND number != '24-016'");

test('the ERP is asked about a number, the one that it suggests is taken, and the job is in the ERP', async () => {
  await stack.submitted('Depot', 'p-4710');
  const body = { revision: 1, job: { number: '24-016' } };
  await stack.acme('POST', '/submissions/p-4710/accept', { as: 'approver', body });
  await stack.untilStatus('p-4710', 'exported');
  await stack.submitted('Garage', projectId);
  const page = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await page.getByLabel('Job number required').fill('24016');
  await page.getByRole('button', { name: 'Run preflight for 24-016' }).click();
  await shows(page, 'Number taken');
  await page.getByRole('button', { name: 'Use 24-017, free at the last preflight' }).click();
  await accept(page, 'Accept and export job 24-017');
  await shows(page, 'Recorded in the ERP');
  expect(await job()).toEqual([['24-017', 'Garage']]);
});

test('what a bookkeeper changed is parked, shown as a difference, and overwritten only when that is confirmed', async () => {
  await tryton.query(`UPDATE project_work SET name = 'Garage, phase 1' WHERE name = 'Garage'`);
  const sender = await desk.visit(`/desk/acme/${projectId}`, 'admin');
  await sender.getByRole('link', { name: 'Submit again' }).click();
  await sender.getByLabel('Total value').fill('9900000.00');
  await sender.getByRole('button', { name: 'Submit for acceptance' }).click();
  await shows(sender, 'Revision 2');

  const approver = await desk.visit(`/desk/acme/${projectId}`, 'approver');
  await accept(approver, /^Accept and update job/);
  await stack.untilStatus(projectId, 'parked');
  await shows(approver, 'Differences to the ERP');
  const name = approver.locator('.differences tr', { hasText: 'Garage, phase 1' });
  expect(await name.getByRole('rowheader').textContent()).toBe('Name');
  expect(await job()).toEqual([['24-017', 'Garage, phase 1']]);

  expect(await listFindings(approver)).toEqual([]);
  await approver.getByRole('button', { name: 'Overwrite what is in the ERP' }).click();
  await shows(approver, 'Recorded in the ERP');
  expect(await job()).toEqual([['24-017', 'Garage']]);
});
