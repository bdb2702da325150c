import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../dev/processes/ports';

const tour = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['dist/dev/tour/tour.js', ...args], {
    cwd: join(__dirname, '..', '..'),
    env: { ...process.env, ...env },
  });

describe('npm run tour', () => {
  test('says how it is used', async () => {
    expect((await tour({}, '--help')).stdout).toContain('It needs a running "npm start"');
  });

  test('without a running npm start it says so and ends with exit code 1', async () => {
    const port = String(await freePort());
    await expect(tour({ PORT: port })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/There is no API at .*Run npm start in another terminal first/) as string,
    });
  });
});
