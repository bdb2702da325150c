/** The input for a retry of an export, and the command that is made from it. */
import type { SubmissionView } from '../api/answers';
import { toJob } from './accept';
import { defined } from '../../workflows/contract/defined';

export interface RetryDraft {
  /** Absent: as accepted. */
  readonly number?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly note: string;
}

export const emptyRetry: RetryDraft = { note: '' };

/** A number that is taken is not suggested again. */
export const firstRetryNumber = ({ job, export: exporting }: SubmissionView): string =>
  exporting?.parked?.code === 'erp_number_taken' ? '' : (job?.number ?? '');

/** A retry that must name a number, this one or another: the one that was accepted belongs to another record. */
export const mustNameNumber = ({ actions }: SubmissionView): boolean => actions.retryExport.code === 'job_number_taken';

/** Of the job goes along what differs from what was accepted: the rest stays as it is. */
export function retryBody(view: SubmissionView, { number = '', fields = {}, note }: RetryDraft): object {
  const { job = {} } = view;
  const accepted = new Map(Object.entries(job.fields ?? {}));
  const others = Object.entries(fields).filter(([key, value]) => value.trim() !== (accepted.get(key) ?? ''));
  const isSame = number.trim() === job.number && !mustNameNumber(view);
  const changed = toJob(isSame ? '' : number, Object.fromEntries(others));
  return {
    ...defined({
      job: Object.keys(changed).length > 0 ? changed : undefined,
      note: note.trim() !== '' ? note.trim() : undefined,
    }),
  };
}

/** Whether this caller may give another number or field, or confirm: nobody may while the outcome is unknown. */
export const canChange = ({ actions, export: exporting }: SubmissionView): boolean =>
  actions.retryExport.who === undefined && exporting?.parked?.code !== 'outcome_unknown';
