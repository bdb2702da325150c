/** The shipped processes with a company whose projects come from Procore: fetched, corrected where they live, exported. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskQueue, toWriteBackId, writeBackType } from '../../workflows/contract/names';
import type { WriteBackRequest } from '../../workflows/contract/write-back';
import { createApiFolder } from '../support/api/api-process';
import { costCode, procoreProject } from '../support/procore/fixtures';
import { procoreCompany, procoreSecrets } from '../support/procore/company';
import { startProcore } from '../support/procore/process';
import { type StackAnswer, useStack } from '../support/processes/stack';
import { useStarted } from '../support/use-started';

const projectId = String(procoreProject.id);

const procore = useStarted(() =>
  startProcore({
    projects: [procoreProject],
    costCodes: { [projectId]: [costCode(1, '01-100', 'General conditions')] },
  }),
);

test('an API that has no secrets for its source says which, and does not start', async () => {
  const folder = createApiFolder();
  try {
    writeFileSync(join(folder.path, 'companies.yaml'), procoreCompany({ url: procore.url, writeBack: true }));
    const api = folder.start({ PROCORE_CLIENT_ID: 'client' });
    expect(await api.ended).toBe(1);
    expect(api.output()).toBe(
      'PROCORE_CLIENT_SECRET is not set in the environment, but companies.yaml names it for acme. Set it and start again.\n',
    );
  } finally {
    await folder.remove();
  }
});

describe('with its secrets', () => {
  const stack = useStack(() => ({
    companies: procoreCompany({ url: procore.url, writeBack: true }),
    env: procoreSecrets,
  }));

  const command = (as: 'admin' | 'approver', name: string, body: object): Promise<StackAnswer> =>
    stack.acme('POST', `/submissions/${projectId}/${name}`, { as, body });

  test('a project is submitted by its id, corrected in Procore, resent by one click and exported as it is there', async () => {
    const submitted = await stack.acme('POST', '/submissions', { as: 'admin', body: { projectId } });
    expect(submitted).toMatchObject({ status: 201, body: { project: { name: 'Riverside Clinic' } } });
    await command('approver', 'reject', { revision: 1, reason: 'The name lacks its wing.' });

    await procore.change({ projects: [{ ...procoreProject, name: 'Riverside Clinic, east wing' }] });
    await command('admin', 'resend', { revision: 1 });
    const resent = await stack.acme('GET', `/submissions/${projectId}`, { as: 'admin' });
    expect(resent.body).toMatchObject({
      revision: 2,
      changes: [{ pointer: '/name', before: 'Riverside Clinic', after: 'Riverside Clinic, east wing' }],
    });

    expect(await procore.calls()).toHaveLength(4);
    await command('approver', 'accept', { revision: 2, job: { number: '24-017' } });
    await stack.untilStatus(projectId, 'exported');
    const file = join(stack.varDirectory, 'erp', 'acme', 'inbox', `acme~${projectId}.json`);
    expect(readFileSync(file, 'utf8')).toContain('Riverside Clinic, east wing');
    expect(stack.output()).not.toContain(procoreSecrets.PROCORE_CLIENT_SECRET);
  });

  test("the worker writes the ERP's ids into Procore", async () => {
    const other = { ...procoreProject, id: 4711 };
    await procore.change({ projects: [other], costCodes: { '4711': [costCode(2, '01', 'General conditions')] } });
    const request: WriteBackRequest = {
      companyId: 'acme',
      projectId: '4711',
      runId: 'run',
      revision: 2,
      reference: 'acme~4711',
      ids: { job: 'J-9' },
      costCodes: ['01'],
    };
    const input = ['--input', JSON.stringify(request), '--task-queue', taskQueue];
    const id = ['--workflow-id', toWriteBackId('run')];
    await stack.temporal('workflow', 'execute', '--type', writeBackType, ...id, ...input);
    const { projects, costCodes } = await procore.world();
    expect(projects).toMatchObject([{ origin_id: 'J-9' }]);
    expect(costCodes['4711']).toMatchObject([{ origin_id: 'J-9/01' }]);
  });
});
