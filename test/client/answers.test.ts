import type * as client from '../../client/answers';
import * as api from '../../api/schemas';
import { operations } from '../../api/description/operations';
import { paths } from '../../client/operations';
import { commandNames } from '../../workflows/contract/command-table';
import { integration, policy } from '../support/domain/fixtures';
import { actor, at, item } from '../support/api/answers';

describe('what the client reads is what the API answers', () => {
  test('a list', () => {
    const list: client.SubmissionList = api.SubmissionList.parse({ items: [item], next: 'cursor' });
    expect(list).toEqual({ items: [item], next: 'cursor' });
  });

  test('counts, checks and the integration', () => {
    const counts: client.SubmissionCounts = api.SubmissionCounts.parse(
      Object.fromEntries(api.ListQuery.shape.status.unwrap().options.map((status) => [status, 1])),
    );
    expect(counts.awaiting_decision).toBe(1);
    const checks: client.Checks = api.Checks.parse({ checks: [{ omitted: 3 }] });
    expect(checks.checks).toHaveLength(1);
    const given = { ...integration, companyId: 'acme', companyName: 'Acme', takesProjects: true };
    const view: client.IntegrationView = api.IntegrationView.parse({
      ...given,
      prerequisites: [],
      figures: [],
      policy,
    });
    expect(view).toMatchObject(given);
  });

  test('a problem', () => {
    const current = { revision: 1, status: 'rejected', by: actor, at } as const;
    const errors = [{ pointer: '/reason', code: 'too_big', message: 'too long' }];
    const problem = {
      status: 409,
      code: 'stale_revision',
      title: 't',
      detail: 'd',
      errors,
      current,
      requestId: 'r',
    };
    const back: client.Problem = api.Problem.parse({ ...problem, type: '/docs', instance: '/' });
    expect(back).toMatchObject(problem);
  });
});

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
      paths.validate('acme'),
      paths.integration('acme'),
    ]).toEqual(
      [operations.submit, operations.counts, operations.view, operations.validate, operations.integration].map(
        ({ path }) => at1042(path),
      ),
    );
  });
});
