import { operations } from '../../api/description/operations';
import { paths } from '../../client/operations';
import { commandNames } from '../../workflows/contract/command-table';

describe('where the client asks is where the API answers', () => {
  const at1042 = (path: string): string => path.replace('{companyId}', 'acme').replace('{projectId}', '1042');

  test.each(commandNames)('%s', (name) => {
    expect(paths.command('acme', '1042', name)).toBe(at1042(operations[name].path));
  });

  test('and what is no command', () => {
    expect([
      paths.submissions('acme'),
      paths.counts('acme'),
      paths.submission('acme', '1042'),
      paths.exportHealth('acme'),
      paths.validate('acme'),
      paths.integration('acme'),
    ]).toEqual(
      [
        operations.submit,
        operations.counts,
        operations.view,
        operations.exportHealth,
        operations.validate,
        operations.integration,
      ].map(({ path }) => at1042(path)),
    );
  });
});
