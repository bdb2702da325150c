/** The blocks of docs/operations.md about the service as it runs: records, namespace, notices, signing in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { At, OperationsStage, Scenes } from './stage';
import { until } from '../processes/stack';

/** Three notices: that it was submitted, rejected and resent; the sender is told of the second. */
async function playNotices(ops: OperationsStage): Promise<At> {
  const at = await ops.submitted('globex');
  await ops.command(at, 'reject', 'approver', { revision: 1, reason: 'Job number is taken' });
  await ops.command(at, 'resend', 'admin', { revision: 1 });
  return at;
}

const listNotices = (ops: OperationsStage, query: string): Promise<string> =>
  ops.stack.temporal('workflow', 'list', '-q', `WorkflowType = "notice" AND ${query}`);

/** Of the notice in this list that has the number of the page. */
const runIdIn = (list: string): string => /notice:([\w-]+):3\b/.exec(list)?.[1] ?? 'nothing';

const untilMail = (ops: OperationsStage, subject: string): Promise<true> =>
  until(subject, () =>
    Promise.resolve(ops.mailServer.mails.some((mail) => mail.subject.startsWith(subject)) || undefined),
  );

export const runningScenes: Scenes = {
  // Played as if yesterday lasted until now.
  '## Records 1': async (text, ops) => {
    const today = 'date() { if [ "$2" = -d ]; then command date -u +%F; else command date -u +%FT%TZ; fi; }';
    const script = `(cd '${ops.folder}'\n${today}\n${text}\n)`;
    const file = (): string => {
      const [name = 'none'] = readdirSync(ops.folder).filter((each) => each.startsWith('records-'));
      return readFileSync(join(ops.folder, name), 'utf8');
    };
    const closed = ['exported', 'withdrawn', 'terminated'].map((what) => ops.leftBy(what).id);
    // A run shows in the list a moment after it closed.
    await until('each closed run is fetched', async () => {
      await ops.play(script);
      const lines = file().trim().split('\n');
      const fetched = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['projectId']);
      return closed.every((id) => fetched.includes(id)) || undefined;
    });
    const once = file();
    await ops.play(script);
    expect(file()).toBe(once);
  },
  '## Processes 1': async (text, ops) => {
    await ops.play(text);
    expect(await ops.stack.temporal('operator', 'namespace', 'describe', '-n', 'books')).toContain('2160h0m0s');
  },
  '## Processes 2': async (text, ops) => {
    await ops.play(text);
    const list = (namespace: string) => ops.stack.temporal('operator', 'search-attribute', 'list', '-n', namespace);
    expect((await list('books')).trim().split('\n').sort()).toEqual((await list('default')).trim().split('\n').sort());
  },
  '## Notices 1': async (text, ops) => {
    await ops.mailServer.conduct({ toRecipients: { 'tess@acme.example': '550 5.1.1 Unknown' } });
    const failed = await playNotices(ops);
    await until('a failed notice', async () => {
      const list = await listNotices(ops, `ProjectId = "${failed.id}" AND ExecutionStatus = "Failed"`);
      return list.includes(':3') || undefined;
    });
    await ops.mailServer.conduct({ toRecipients: { 'tess@acme.example': '451 4.7.1 Later' } });
    const waiting = await playNotices(ops);
    const [failures = '', waits = ''] = text.split('\n');
    const [failedRun, waitingRun] = [(await ops.view(failed)).runId, (await ops.view(waiting)).runId];
    await until('both lists', async () => {
      const lists = [runIdIn(await ops.play(failures)), runIdIn(await ops.play(waits))];
      return lists.join() === `${failedRun},${waitingRun}` || undefined;
    });
    ops.left.set('failed', failed).set('waiting', waiting);
  },
  '## Notices 2': async (text, ops) => {
    const { runId } = await ops.view(ops.leftBy('waiting'));
    const [describe = '', reset = ''] = text.split('\n');
    const values = { '<run id>': runId };
    await until(
      'its last failure',
      async () => (await ops.play(describe, undefined, values)).includes('451 4.7.1') || undefined,
    );
    await ops.mailServer.conduct({});
    ops.mailServer.clear();
    await ops.play(reset, undefined, values);
    await untilMail(ops, `Resent: Harbour Street Garage (${ops.leftBy('waiting').id})`);
  },
  '## Notices 3': async (text, ops) => {
    ops.mailServer.clear();
    await ops.play(text, undefined, { '<run id>': (await ops.view(ops.leftBy('failed'))).runId });
    await untilMail(ops, `Resent: Harbour Street Garage (${ops.leftBy('failed').id})`);
    await until(
      'none waits',
      async () => (await listNotices(ops, 'ExecutionStatus = "Running"')).trim().split('\n').length < 2 || undefined,
    );
  },
  '## Signing in 1': async (text, ops) => {
    expect(await ops.play(text)).toMatch(/^[\w-]{43}$/);
  },
};
