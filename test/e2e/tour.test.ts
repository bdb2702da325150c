import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { useStack } from '../support/processes/stack';

const root = join(__dirname, '..', '..');

const stack = useStack();

const tour = async (): Promise<string> => {
  const env = { ...process.env, PORT: stack.port, LEDGERGATE_VAR: stack.varDirectory };
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/dev/tour/tour.js'], { cwd: root, env });
  return stdout;
};

/** Names, numbers and folders differ from tour to tour. */
const lasting = (text: string): string =>
  text
    .replaceAll(/(garage|clinic|deck)-[a-z0-9]{6,}/g, '$1')
    .replaceAll(/T-\d+/g, 'T-n')
    .replaceAll(/[0-9a-f-]{36}\/user-metadata/g, 'run/user-metadata')
    .replaceAll(/\S+\/erp\/acme/g, 'var/erp/acme');

const transcript = (): string => {
  const [, text] = /```text\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs', 'tour.md'), 'utf8')) ?? [];
  return text?.trim() ?? 'no transcript';
};

test('the tour plays the whole story as its page shows it, as often as one likes', async () => {
  const first = await tour();
  expect(lasting(first)).toContain(lasting(transcript()));
  const second = await tour();
  expect(lasting(second)).toBe(lasting(first));
  expect(second).not.toBe(first);
});
