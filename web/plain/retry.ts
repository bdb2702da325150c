/** What is typed to retry an export, and the command it becomes. */
import type { SubmissionView } from '../data/answers';
import type { Confirmation, ParkedCode } from '../../workflows/contract/codes';
import { jobOf } from './accept';

export interface RetryDraft {
  /** Absent: as accepted. */
  readonly number?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly note: string;
}

export const emptyRetry: RetryDraft = { note: '' };

const confirmations: Readonly<Partial<Record<ParkedCode, Confirmation>>> = {
  changed_in_erp: 'overwrite',
  deleted_in_erp: 'recreate',
};

/** What a person can confirm about how it is parked. */
export const confirmationOf = (code: ParkedCode | undefined): Confirmation | undefined => code && confirmations[code];

/** A number that is taken is not proposed again. */
export const firstRetryNumber = ({ job, export: exporting }: SubmissionView): string =>
  exporting?.parked?.code === 'erp_number_taken' ? '' : (job?.number ?? '');

/** The job goes along only if it is another: naming one takes an approver. */
export function retryBody({ job = {} }: SubmissionView, { number, fields, note }: RetryDraft): object {
  const accepted = jobOf(job.number ?? '', job.fields ?? {});
  const wanted = jobOf(number ?? job.number ?? '', fields ?? job.fields ?? {});
  return {
    ...(JSON.stringify(wanted) !== JSON.stringify(accepted) && { job: wanted }),
    ...(note.trim() !== '' && { note: note.trim() }),
  };
}
