/** Formats one closed run in a list of records: as JSON, or as a row for a spreadsheet. */
import { toCell, toCsvLine } from '../workflows/contract/csv';
import type { recordFormat } from '../workflows/contract/answers';
import type { Unreadable } from '../workflows/contract/outline';
import type { ShownStatus } from '../workflows/contract/codes';
import type { SubmissionRecord } from '../workflows/contract/record';

export interface RecordLine {
  readonly format: typeof recordFormat;
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly status: ShownStatus;
  readonly closedAt: string;
  /** The SHA-256 of the record's canonical JSON, in hexadecimal. */
  readonly sha256?: string;
  readonly record?: SubmissionRecord;
  /** Why there is no record. Absent if there is one. */
  readonly unreadable?: Unreadable;
}

const ids = (record: SubmissionRecord | undefined): string =>
  Object.entries(record?.receipt?.ids ?? {})
    .map(([name, id]) => `${name}=${id}`)
    .join('; ');

type Column = readonly [name: string, text: (line: RecordLine) => string | undefined];

const columns: readonly Column[] = [
  ['closed_at', ({ closedAt }) => closedAt],
  ['company_id', ({ companyId }) => companyId],
  ['project_id', ({ projectId }) => projectId],
  ['run_id', ({ runId }) => runId],
  ['status', ({ status }) => status],
  ['project_name', ({ record }) => record?.project.name],
  ['project_number', ({ record }) => record?.project.number],
  ['submitted_by', ({ record }) => record?.submittedBy.id],
  ['submitted_at', ({ record }) => record?.submittedAt],
  ['revision', ({ record }) => record && String(record.revision)],
  ['decision', ({ record }) => record?.decision?.decision],
  ['decided_by', ({ record }) => record?.decision?.by.id],
  ['decided_by_channel', ({ record }) => record?.decision?.by.channel],
  ['decided_at', ({ record }) => record?.decision?.at],
  ['last_rejection', ({ record }) => record?.rejection?.reason],
  ['job_number', ({ record }) => record?.job?.number],
  ['reference', ({ record }) => record?.receipt?.reference],
  ['erp_ids', ({ record }) => ids(record)],
  ['exported_at', ({ record }) => record?.receipt?.exportedAt],
  ['settled_by_hand', ({ record }) => record?.receipt && String(record.receipt.byHand ?? false)],
  ['sha256', ({ sha256 }) => sha256],
  ['format', ({ format }) => format],
  ['unreadable', ({ unreadable }) => unreadable && `${unreadable.code}: ${unreadable.message}`],
];

export const recordHeader = toCsvLine(columns.map(([name]) => name));

export const toRecordRow = (line: RecordLine): string => toCsvLine(columns.map(([, text]) => toCell(text(line))));
