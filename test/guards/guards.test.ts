/** The table of `npm run guards` speaks of the code as it is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guards } from './guards';

const root = join(__dirname, '..', '..');

test.each(guards.map((guard) => [guard.otherwise, guard] as const))('%s', (_, { file, code, tests }) => {
  const found = readFileSync(join(root, file), 'utf8').split(code).length - 1;
  expect({ file, found }).toEqual({ file, found: 1 });
  expect(tests.filter((test) => !existsSync(join(root, test)))).toEqual([]);
  expect(tests).not.toEqual([]);
});
