/** A company whose projects come from Procore: submitted by the id, corrected there, resent by one click. */
import { costCode, procoreProject } from '../support/procore/fixtures';
import { procoreCompany, procoreSecrets } from '../support/procore/company';
import { startProcore } from '../support/procore/process';
import { useStack } from '../support/processes/stack';
import { listFindings, useDesk } from './browser';
import { useStarted } from '../support/use-started';

const projectId = String(procoreProject.id);

const procore = useStarted(() =>
  startProcore({
    projects: [procoreProject],
    costCodes: { [projectId]: [costCode(1, '03-100', 'Concrete forming')] },
  }),
);
const stack = useStack(() => ({
  companies: procoreCompany({ url: procore.url, writeBack: false }),
  env: procoreSecrets,
}));
const desk = useDesk(stack);

test('a project is submitted by its id, and resent as it was corrected where it lives', async () => {
  const admin = await desk.visit('/desk/acme?new', 'admin');
  await admin.getByLabel('Project id', { exact: false }).last().fill('4711');
  await admin.getByRole('button', { name: 'Submit as it is in Procore' }).click();
  await admin.getByText('Procore shows no project 4711', { exact: false }).waitFor();
  expect(await listFindings(admin)).toEqual([]);

  await admin.getByLabel('Project id', { exact: false }).last().fill(projectId);
  await admin.getByRole('button', { name: 'Submit as it is in Procore' }).click();
  await admin.getByRole('heading', { name: 'Riverside Clinic' }).waitFor();

  const body = { revision: 1, reason: 'The name lacks its wing.' };
  await stack.acme('POST', `/submissions/${projectId}/reject`, { as: 'approver', body });
  await procore.change({ projects: [{ ...procoreProject, name: 'Riverside Clinic, east wing' }] });
  await admin.getByRole('link', { name: 'Correct and resend' }).click();
  await admin.getByRole('button', { name: 'Resend as it is in Procore' }).click();
  await admin.getByRole('heading', { name: 'Riverside Clinic, east wing' }).waitFor();
  expect((await stack.acme('GET', `/submissions/${projectId}`, { as: 'viewer' })).body).toMatchObject({
    revision: 2,
    status: 'awaiting_decision',
    changes: [{ pointer: '/name', before: 'Riverside Clinic', after: 'Riverside Clinic, east wing' }],
  });
});
