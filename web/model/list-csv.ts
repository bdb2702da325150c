/** A list of submissions as CSV, with the amounts as plain decimals, for a spreadsheet. */
import { toCell, toCsvLine } from '../../workflows/contract/csv';
import type { SubmissionItem } from '../api/answers';

type Column = readonly [name: string, text: (item: SubmissionItem) => string | undefined];

const columns: readonly Column[] = [
  ['project_id', ({ projectId }) => projectId],
  ['project_name', ({ name }) => name],
  ['project_number', ({ number }) => number],
  ['customer', ({ customer }) => customer?.name],
  ['customer_code', ({ customer }) => customer?.code],
  ['total_value', ({ totalValue }) => totalValue],
  ['currency', ({ currency }) => currency],
  ['status', ({ status }) => status],
  ['kind', ({ why }) => why],
  ['question', ({ question }) => question],
  ['parked', ({ parked }) => parked?.code],
  ['revision', ({ revision }) => String(revision)],
  ['sent_by', ({ sentBy }) => sentBy.name ?? sentBy.id],
  ['submitted_by', ({ submittedBy }) => submittedBy.name ?? submittedBy.id],
  ['submitted_at', ({ submittedAt }) => submittedAt],
  ['waiting_since', ({ waitingSince }) => waitingSince],
  ['job_number', ({ job }) => job?.number],
  ['errors', ({ checks }) => String(checks.errors)],
  ['warnings', ({ checks }) => String(checks.warnings)],
];

/** By this mark a spreadsheet knows UTF-8. */
const byteOrderMark = '\uFEFF';

export const toListCsv = (items: readonly SubmissionItem[]): string =>
  [
    byteOrderMark,
    toCsvLine(columns.map(([name]) => name)),
    ...items.map((item) => toCsvLine(columns.map(([, text]) => toCell(text(item))))),
  ].join('');
