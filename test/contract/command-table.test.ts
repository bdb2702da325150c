import { commandNames, commandRow } from '../../workflows/contract/command-table';
import { commandBodies } from '../../workflows/contract/commands';
import { parseSignal } from '../../workflows/domain/parse';
import { listIssues } from '../support/domain/issues';

describe.each(commandNames)('%s', (name) => {
  const { example, signal, fields, together } = commandRow(name);

  test('takes its own example, and its raw signal takes the one that ops are shown', () => {
    expect(listIssues(commandBodies[name], { revision: 1, ...example })).toEqual([]);
    expect(parseSignal(name, [{ by: 'tess', ...signal }]).command).toMatchObject({ type: name, ...signal });
  });

  test('names as going together only fields of its own', () => {
    expect((together?.fields ?? []).filter((field) => !Object.hasOwn(fields, field))).toEqual([]);
  });
});
