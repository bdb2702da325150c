/** Real processes alone: fetched from Procore, rejected, corrected there, resent, accepted, in Tryton once, written back. */
import { costCode, procoreProject } from '../support/procore/fixtures';
import { procoreCompany, procoreSecrets } from '../support/procore/company';
import { startProcore } from '../support/procore/process';
import { until, useStack } from '../support/processes/stack';
import { startTryton } from '../support/erp/tryton';
import { useStarted } from '../support/use-started';

const projectId = String(procoreProject.id);

const procore = useStarted(() => {
  const codes = [costCode(1, '03-100', 'Concrete forming'), costCode(2, '03-300', 'Cast-in-place concrete')];
  return startProcore({ projects: [procoreProject], costCodes: { [projectId]: codes } });
});
const tryton = useStarted(() => startTryton());
const stack = useStack(() => {
  const { url, database, key } = tryton;
  const integration = `{ erp: tryton, adapter: tryton, url: "${url}", database: ${database}, keyVariable: ERP_KEY }`;
  // Procore names no customer; the approver does.
  const rules = '{ fields: { customer.name: { required: false } } }';
  const companies = procoreCompany({ url: procore.url, writeBack: true, integration, rules });
  return { companies, env: { ...procoreSecrets, ERP_KEY: key } };
});

const command = (name: string, as: 'admin' | 'approver', body: object) =>
  stack.acme('POST', `/submissions/${projectId}/${name}`, { as, body });

test('a project goes from Procore into Tryton, once, and Procore learns how the ERP calls it', async () => {
  const submitted = await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId } });
  expect(submitted).toMatchObject({ status: 201, body: { project: { name: 'Riverside Clinic' }, revision: 1 } });
  await command('reject', 'approver', { revision: 1, reason: 'The name lacks its wing.' });

  await procore.change({ projects: [{ ...procoreProject, name: 'Riverside Clinic, east wing' }] });
  const resent = await command('resend', 'admin', { revision: 1 });
  expect(resent.body).toMatchObject({ revision: 2 });

  const job = { number: '24-017', fields: { customer: 'C-100' } };
  expect((await command('accept', 'approver', { revision: 2, job })).status).toBe(200);
  const exported = await stack.untilStatus(projectId, 'exported');
  const { ids } = exported['receipt'] as { ids: Record<string, string> };

  const rows = await tryton.query(`SELECT name FROM project_work WHERE type = 'project'`);
  expect(rows).toEqual([['Riverside Clinic, east wing']]);
  const written = await until('the write-back', async () => {
    const { projects, costCodes } = await procore.world();
    return projects[0]?.['origin_id'] ? { project: projects[0], codes: costCodes[projectId] ?? [] } : undefined;
  });
  expect(written.project['origin_id']).toBe(ids['job']);
  await until('the cost codes', async () => {
    const { costCodes } = await procore.world();
    return (costCodes[projectId] ?? []).every((code) => code['origin_id']) || undefined;
  });
});
