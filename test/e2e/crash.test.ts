import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { example, until, useStack } from '../support/processes/stack';
import { defined } from '../../workflows/contract/defined';

const clinic = example('northfield-clinic');
const stack = useStack();
const findInbox = (): string => join(stack.varDirectory, 'erp', 'acme', 'inbox');

const submit = (projectId: string, key?: string) =>
  stack.acme('POST', '/submissions', { as: 'admin', body: { projectId, project: clinic }, ...defined({ key }) });

const accept = (projectId: string, number: string, key?: string) =>
  stack.acme('POST', `/submissions/${projectId}/accept`, {
    as: 'approver',
    body: { revision: 1, job: { number } },
    ...defined({ key }),
  });

/** Also updates, and those of projects whose id begins alike. */
const importFiles = (projectId: string): string[] =>
  readdirSync(findInbox()).filter((name) => name.startsWith(`acme~${projectId}`) && name.endsWith('.json'));

const listTypes = (view: Readonly<Record<string, unknown>>): string[] =>
  (view['timeline'] as { type: string }[]).map(({ type }) => type);

/** The inbox cannot be written while this runs: a file stands in the place of its folder. */
async function withoutInbox(during: () => Promise<void>): Promise<void> {
  const inbox = findInbox();
  mkdirSync(inbox, { recursive: true });
  renameSync(inbox, `${inbox}.away`);
  writeFileSync(inbox, 'not a folder');
  try {
    await during();
  } finally {
    rmSync(inbox);
    renameSync(`${inbox}.away`, inbox);
  }
}

describe('kill -9', () => {
  test('of the worker while it exports: each project has one import file, nothing is lost', async () => {
    const ids = Array.from('abcdefghijkl', (letter) => `worker-${letter}`);
    await Promise.all(ids.map((id) => submit(id)));
    const accepted = Promise.all(ids.map((id, n) => accept(id, `24-1${n}`, `accept-${id}`)));
    await until('the first import file', () =>
      Promise.resolve(existsSync(findInbox()) ? importFiles('worker-')[0] : undefined),
    );
    const dead = await stack.kill('worker');
    // An answer that was lost with the worker is asked for again under its key.
    for (const [n, id] of ids.entries()) {
      await until(`${id} accepted`, async () => {
        const { status } = await accept(id, `24-1${n}`, `accept-${id}`);
        return status === 200 || undefined;
      });
    }
    await accepted;
    for (const id of ids) {
      expect(listTypes(await stack.untilStatus(id, 'exported'))).toEqual(['submitted', 'accepted', 'exported']);
      expect(importFiles(id)).toEqual([`acme~${id}.json`]);
    }
    expect(stack.output()).toMatch(/worker.*(restart|again)/i);
    expect((await stack.find('worker')).map(({ pid }) => pid)).not.toContain(dead);
  });

  test('of the worker while the ERP is away: the export goes on where it was', async () => {
    await submit('away');
    await withoutInbox(async () => {
      await accept('away', '24-200');
      await until('a failed attempt', async () => {
        const { body } = await stack.acme('GET', '/submissions/away', { as: 'operator' });
        return (body['export'] as { lastFailure?: object } | undefined)?.lastFailure;
      });
      await stack.kill('worker');
    });
    const view = await stack.untilStatus('away', 'exported');
    expect(listTypes(view)).toEqual(['submitted', 'accepted', 'exported']);
    expect(importFiles('away')).toEqual(['acme~away.json']);
  });

  test('of the API before its reply: the same key gets the same answer, and the decision fell once', async () => {
    await submit('api');
    const lost = accept('api', '24-300', 'once').catch(() => 'lost');
    await stack.kill('dist/api/main.js');
    await lost;
    await stack.ready();
    expect(await accept('api', '24-300', 'once')).toMatchObject({ status: 200 });
    expect(await accept('api', '24-300', 'once')).toMatchObject({ status: 200 });
    const view = await stack.untilStatus('api', 'exported');
    expect(listTypes(view)).toEqual(['submitted', 'accepted', 'exported']);
    expect(importFiles('api')).toEqual(['acme~api.json']);
  });

  test('of the API after a submit: the same key is 201 again, another body is told', async () => {
    const lost = submit('api-submit', 'submit-once').catch(() => 'lost');
    await stack.kill('dist/api/main.js');
    await lost;
    await stack.ready();
    expect(await submit('api-submit', 'submit-once')).toMatchObject({ status: 201, body: { revision: 1 } });
    const other = {
      as: 'admin',
      body: { projectId: 'api-submit', project: { ...clinic, name: 'Other' } },
      key: 'submit-once',
    } as const;
    expect(await stack.acme('POST', '/submissions', other)).toMatchObject({
      status: 422,
      body: { code: 'idempotency_key_reused' },
    });
  });

  test('of the Temporal server: with its data it comes back, and the waiting are still there', async () => {
    await submit('server');
    await stack.kill('server start-dev');
    const answer = await stack.acme('GET', '/submissions/server', { as: 'viewer' });
    expect([200, 503]).toContain(answer.status);
    await until('the decision', async () => {
      const { status } = await accept('server', '24-400', 'after-crash');
      return status === 200 || undefined;
    });
    await stack.untilStatus('server', 'exported');
    expect(importFiles('server')).toEqual(['acme~server.json']);
  });
});

describe('what a machine cannot settle', () => {
  test('a company taken out of companies.yaml while it exports is parked; put back, a retry exports', async () => {
    await submit('vanished');
    const companies = readFileSync(stack.companiesFile, 'utf8');
    await withoutInbox(async () => {
      await accept('vanished', '24-500');
      writeFileSync(stack.companiesFile, companies.replace('  acme:', '  other:'));
      await until('the parked export', async () => {
        const shown = await stack.temporal(
          'workflow',
          'query',
          '-w',
          'submission:acme:vanished',
          '--type',
          'view',
          '-o',
          'json',
        );
        return shown.includes('integration_missing') || undefined;
      });
      writeFileSync(stack.companiesFile, companies);
    });
    // The file is read again within a second: a retry before that is parked once more.
    await until('the export', async () => {
      const { body } = await stack.acme('GET', '/submissions/vanished', { as: 'operator' });
      if (body['status'] === 'parked') {
        await stack.acme('POST', '/submissions/vanished/retry-export', { as: 'operator', body: { revision: 1 } });
      }
      return body['status'] === 'exported' || undefined;
    });
    expect(importFiles('vanished')).toEqual(['acme~vanished.json']);
  });

  test('a project booked by hand: the activity paused, no attempt running, then completed', async () => {
    await submit('by-hand');
    await withoutInbox(async () => {
      await accept('by-hand', '24-600');
      const on = ['-w', 'submission:acme:by-hand', '--activity-id', 'export'];
      await stack.temporal('activity', 'pause', ...on);
      await until('no attempt running', async () => {
        const described = await stack.temporal('workflow', 'describe', '-w', 'submission:acme:by-hand', '-o', 'json');
        const [pending] = (JSON.parse(described) as { pendingActivities: { state: string }[] }).pendingActivities;
        return pending?.state.endsWith('PAUSED') ? true : undefined;
      });
      const result = JSON.stringify({ reference: 'acme~by-hand', ids: { job: 'J-4711' } });
      await stack.temporal('activity', 'complete', ...on, '--result', result);
      const view = await stack.untilStatus('by-hand', 'exported');
      expect(view).toMatchObject({ receipt: { ids: { job: 'J-4711' } } });
    });
    expect(importFiles('by-hand')).toEqual([]);
  });

  test('a result completed by hand that is no receipt is for a person; settle ends it', async () => {
    await submit('no-receipt');
    await withoutInbox(async () => {
      await accept('no-receipt', '24-601');
      const on = ['-w', 'submission:acme:no-receipt', '--activity-id', 'export'];
      await stack.temporal('activity', 'complete', ...on, '--result', '"manual-erp-77"');
      const parked = await stack.untilStatus('no-receipt', 'parked');
      expect(parked).toMatchObject({ export: { parked: { code: 'outcome_unknown' } } });
      const body = { revision: 1, ids: { job: 'J-77' }, note: 'Booked by hand' };
      const settled = await stack.acme('POST', '/submissions/no-receipt/settle', { as: 'operator', body });
      expect(settled).toMatchObject({ status: 200, body: { status: 'exported', receipt: { ids: { job: 'J-77' } } } });
      expect((await stack.acme('GET', '/submissions/no-receipt', { as: 'admin' })).body).toMatchObject({
        receipt: { byHand: true },
      });
    });
  });
});
