import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandNames, commandRow } from '../../workflows/contract/command-table';
import { commandBodies } from '../../workflows/contract/commands';
import { parseSignal } from '../../workflows/domain/parse';
import { issuesOf } from '../support/domain/issues';

const rowsOf = (document: string): string[][] =>
  readFileSync(join(__dirname, '..', '..', 'docs', document), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe.each(commandNames)('%s', (name) => {
  const { segment, roles, example, signal, fields, together } = commandRow(name);

  test('takes its own example, and its raw signal takes the one that ops are shown', () => {
    expect(issuesOf(commandBodies[name], { revision: 1, ...example })).toEqual([]);
    expect(parseSignal(name, [{ by: 'tess', ...signal }]).command).toMatchObject({ type: name, ...signal });
  });

  test('names as going together only fields of its own', () => {
    expect((together?.fields ?? []).filter((field) => !Object.hasOwn(fields, field))).toEqual([]);
  });

  test('stands in docs/api.md with its path and those who may', () => {
    const [, , role] =
      rowsOf('api.md').find(([, route]) => route === `\`POST /submissions/{projectId}/${segment}\``) ?? [];
    expect(role?.split(', ')).toEqual(roles);
  });

  test('stands in docs/cli.md', () => {
    expect(rowsOf('cli.md').map(([, command]) => command)).toContain(`\`${segment} <project>\``);
  });
});
