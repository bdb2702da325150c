import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowListPage, workflowPage } from '../../adapters/temporal/ui';
import { statuses } from '../../workflows/contract/codes';

const ui = { url: 'http://127.0.0.1:8233', namespace: 'a b' };

test('the page of an execution is the one on which its words stand', () => {
  expect(workflowPage(ui, 'submission:acme:1042', '01a21d16')).toBe(
    'http://127.0.0.1:8233/namespaces/a%20b/workflows/submission%3Aacme%3A1042/01a21d16/user-metadata',
  );
});

test('the list is of all workflows, or of what a query finds', () => {
  expect(workflowListPage(ui)).toBe('http://127.0.0.1:8233/namespaces/a%20b/workflows');
  expect(workflowListPage(ui, 'SubmissionStatus="parked"')).toBe(
    'http://127.0.0.1:8233/namespaces/a%20b/workflows?query=SubmissionStatus%3D%22parked%22',
  );
});

test('the operations page has the list of each status', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  const local = { url: 'http://127.0.0.1:8233', namespace: 'default' };
  const lists = statuses.map((status) => workflowListPage(local, `SubmissionStatus="${status}"`));
  expect(lists.filter((list) => !page.includes(list))).toEqual([]);
});
