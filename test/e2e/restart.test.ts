import { statSync } from 'node:fs';
import { join } from 'node:path';
import { example, Stack } from '../support/processes/stack';

describe('npm start', () => {
  test('ends on Ctrl-C, even pressed twice, leaves no process, and finds its submissions again', async () => {
    const stack = await Stack.start();
    try {
      const body = { projectId: '1042', project: example('millbrook-bridge-deck') };
      expect((await stack.acme('POST', '/submissions', { as: 'admin', body })).status).toBe(201);
      expect((await stack.find('worker')).length).toBe(1);
      const children = await stack.find('');
      expect(children.length).toBeGreaterThanOrEqual(3);

      expect(await stack.interrupt(2)).toBe(0);
      const alive = children.filter(({ pid }) => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      });
      expect(alive).toEqual([]);

      await stack.start();
      expect(await stack.untilStatus('1042', 'awaiting_decision')).toMatchObject({ revision: 1 });
      const queue = await stack.acme('GET', '/submissions?status=awaiting_decision', { as: 'approver' });
      expect(queue.body).toMatchObject({ items: [{ projectId: '1042', why: 'new' }] });
      expect(statSync(join(stack.varDirectory, 'dev-tokens.json')).mode & 0o777).toBe(0o600);
    } finally {
      await stack.stop();
    }
  });
});
