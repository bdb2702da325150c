/** The lint rules that judge patterns, against patterns that once held a whole process. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** The rules that the code breaks, were it a file of `adapters/`. */
function rulesBrokenBy(code: string): Promise<string[]> {
  const args = [join(root, 'node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', 'adapters/planted.mjs'];
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, [...args, '--format', 'json'], { cwd: root }, (error, stdout, stderr) => {
      if (stdout === '') {
        reject(new Error(`eslint said nothing: ${stderr}`, { cause: error }));
        return;
      }
      const [file] = JSON.parse(stdout) as { messages: { ruleId: string; line: number }[] }[];
      resolve((file?.messages ?? []).map(({ ruleId, line }) => `${line} ${ruleId}`));
    });
    child.stdin?.end(code);
  });
}

test('a pattern that may look at a character more than once is an error', async () => {
  const broken = await rulesBrokenBy(
    [
      String.raw`export const amount = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/;`,
      String.raw`export const money = /^0*(\d+)(?:\.(\d*?)0*)?$/;`,
      String.raw`export const tag = /<[^>]*>/g;`,
      String.raw`export const end = /\s+$/;`,
      String.raw`export const nested = /^(a+)+$/;`,
      String.raw`export const fine = /<[^<>]*>|^-?\d{1,15}(\.\d{1,4})?$/g;`,
    ].join('\n'),
  );
  expect(new Set(broken)).toEqual(
    new Set([
      '1 regexp/no-super-linear-backtracking',
      '2 regexp/no-super-linear-backtracking',
      '3 regexp/no-super-linear-move',
      '4 regexp/no-super-linear-move',
      '5 regexp/no-super-linear-backtracking',
    ]),
  );
});
