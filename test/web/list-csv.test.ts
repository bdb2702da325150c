import type { SubmissionItem } from '../../web/api/answers';
import { toListCsv } from '../../web/model/list-csv';

const by = { id: 'ada', name: 'Ada Admin', channel: 'api' } as const;
const item: SubmissionItem = {
  companyId: 'acme',
  projectId: 'p-1',
  runId: 'run-1',
  revision: 2,
  status: 'awaiting_decision',
  why: 'resent',
  name: '=HYPERLINK("http://x")',
  number: '24-017',
  customer: { name: 'Quay, Sons & Co' },
  totalValue: '-5.00',
  currency: 'USD',
  integration: 'vista',
  submittedBy: { id: '+x', channel: 'signal' },
  submittedAt: '2026-03-01T09:30:00.000Z',
  sentBy: by,
  waitingSince: '2026-03-02T09:30:00.000Z',
  question: 'open',
  checks: { errors: 0, warnings: 1 },
  links: { self: '/' },
};

test('a list is a table with plain amounts, in which nothing is run', () => {
  const [header, row, end] = toListCsv([item]).split('\r\n');
  expect(header?.startsWith('\uFEFFproject_id,project_name,project_number,customer,')).toBe(true);
  expect(row).toBe(
    [
      `p-1,"'=HYPERLINK(""http://x"")",24-017,"Quay, Sons & Co",,'-5.00,USD,awaiting_decision,resent,open,,2,Ada Admin,'+x`,
      '2026-03-01T09:30:00.000Z,2026-03-02T09:30:00.000Z,,0,1',
    ].join(','),
  );
  expect(end).toBe('');
});

test('an empty list has its header', () => {
  expect(toListCsv([]).trimEnd().split('\r\n')).toHaveLength(1);
});
