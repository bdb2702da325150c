import { execFileSync } from 'node:child_process';
import { lockFolder } from '../../dev/processes/lock';
import { makeFolder } from '../support/processes/fake-executables';

describe('the data folder', () => {
  const folder = makeFolder();
  afterAll(() => {
    folder.remove();
  });

  test('belongs to one start at a time: two Temporal servers would spoil one database', async () => {
    const unlock = await lockFolder(folder.path);
    await expect(lockFolder(folder.path)).rejects.toThrow(
      `Another npm start uses ${folder.path}. Stop it, or set LEDGERGATE_VAR to another folder.`,
    );
    unlock();
    (await lockFolder(folder.path))();
  });

  test('is free again after a start that was killed', async () => {
    const script = `
      const { createServer } = require('node:net');
      const { createHash } = require('node:crypto');
      const name = createHash('sha256').update(process.argv[1]).digest('hex').slice(0, 16);
      const path = require('node:path').join(require('node:os').tmpdir(), 'ledgergate-' + name + '.sock');
      createServer().listen(path, () => process.kill(process.pid, 'SIGKILL'));`;
    expect(() => execFileSync(process.execPath, ['-e', script, folder.path])).toThrow();
    (await lockFolder(folder.path))();
  });
});
