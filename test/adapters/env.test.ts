/** Variables come from the environment and from the files of a folder, as systems that keep secrets hand them over. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { childEnv, ConfigError, parseEnv, readSecret } from '../../adapters/env';

const Schema = z.object({ TEST_KEY: z.string().optional(), TEST_OTHER: z.string().optional() });

const environment = { ...process.env };
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledgergate-secrets-'));
  process.env['SECRETS_DIRECTORY'] = directory;
});
afterEach(() => {
  process.env = { ...environment };
  rmSync(directory, { recursive: true });
});

const write = (name: string, text: string | Buffer): void => writeFileSync(join(directory, name), text);
function refusal(): string {
  try {
    parseEnv(Schema);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

test('a file is a variable to settings, secrets and the Temporal client alike, without its line end', () => {
  write('TEST_KEY', 's3cret\n');
  expect(parseEnv(Schema)).toEqual({ TEST_KEY: 's3cret' });
  expect(readSecret('TEST_KEY')).toBe('s3cret');
  expect(childEnv({})['TEST_KEY']).toBe('s3cret');
  expect(childEnv({ TEST_KEY: undefined })['TEST_KEY']).toBeUndefined();
});

test('what the environment sets comes first, and what is empty on either side is not set', () => {
  write('TEST_KEY', 'of the file');
  write('TEST_OTHER', '\n');
  process.env['TEST_KEY'] = '';
  expect(parseEnv(Schema)).toEqual({ TEST_KEY: 'of the file' });
  process.env['TEST_KEY'] = 'of the environment';
  expect(parseEnv(Schema)).toEqual({ TEST_KEY: 'of the environment' });
});

test('a folder as Kubernetes mounts it is read: links to files, and folders of its own beside them', () => {
  mkdirSync(join(directory, '..2026_11_28'));
  writeFileSync(join(directory, '..2026_11_28', 'TEST_KEY'), 'linked');
  symlinkSync('..2026_11_28', join(directory, '..data'));
  symlinkSync(join('..data', 'TEST_KEY'), join(directory, 'TEST_KEY'));
  write('ca.crt', 'no variable');
  expect(parseEnv(Schema)).toEqual({ TEST_KEY: 'linked' });
});

test('a folder or a file that cannot be read is named, and nothing that is in it', () => {
  write('TEST_KEY', Buffer.from([0x73, 0xff, 0x33]));
  expect(refusal()).toMatch(/^SECRETS_DIRECTORY: \S+TEST_KEY is not UTF-8/);
  rmSync(join(directory, 'TEST_KEY'));
  mkdirSync(join(directory, 'TEST_KEY'));
  expect(refusal()).toMatch(/^SECRETS_DIRECTORY: \S+TEST_KEY cannot be read \(EISDIR\)\.$/);
  process.env['SECRETS_DIRECTORY'] = join(directory, 'nowhere');
  expect(refusal()).toMatch(/^SECRETS_DIRECTORY: \S+nowhere cannot be read \(ENOENT\)\.$/);
});
