/** Retries and settlements of a parked export: what they may change of the accepted job, and who may change it. */
import { confirmedCodes } from '../contract/codes';
import { defined } from '../contract/defined';
import type { Job } from '../contract/commands';
import { jobChanges } from './changes';
import { refuse, type Caller, type Refusal, type RetryCommand } from './command';
import type { JobChange } from './events';
import { refusedToApprove } from './people';
import { checkWhole, refusedByChecks } from './refused-by-rules';
import { findParkedCode, type Standing, type Submission } from './submission';

type Parked = Submission & { readonly status: 'parked' };

/** Merges a job by key. What is not named stays as it was accepted. */
function mergeJob(job: Job, named: Job): Job {
  const fields = { ...job.fields, ...named.fields };
  return defined({ ...job, ...named, fields: Object.keys(fields).length > 0 ? fields : undefined });
}

/** Merges the named fields into the accepted job and lists how it differs. Nothing if it does not differ. */
export function findJobChange(state: Submission, named: Job = {}): JobChange {
  if (state.status !== 'parked') return {};
  const job = mergeJob(state.job, named);
  const changes = jobChanges(state.job, job);
  return changes.length === 0 ? {} : { job, changes };
}

/** Refuses a confirmation of differences other than the current ones. */
function refusedByConfirm(
  state: Parked,
  { confirm, differencesHash }: RetryCommand,
  caller: Caller,
): Refusal | undefined {
  if (!confirm) return undefined;
  if (state.parked.code !== confirmedCodes[confirm]) {
    return refuse(
      'nothing_to_confirm',
      `${confirm} can only confirm an export that is parked as ${confirmedCodes[confirm]}, and this one is not.`,
    );
  }
  if (state.parked.differencesHash !== differencesHash) {
    return refuse('stale_differences', 'The differences to the ERP have changed. Review them again in the view.');
  }
  return refusedToApprove(state, caller, `A retry that confirms ${confirm}`);
}

export const refusedToChange = (standing: Standing, caller: Caller): Refusal | undefined =>
  refusedToApprove(standing, caller, 'A retry that changes the accepted job');

/** Refuses a change of the accepted job, which nobody has approved yet, unless the caller may approve it. */
function refusedByChange(state: Parked, { job }: JobChange, caller: Caller): Refusal | undefined {
  if (!job) return undefined;
  if (state.parked.code === 'outcome_unknown') {
    const message =
      'The ERP may already hold the record as it was accepted. First retry the export without changing the job.';
    return refuse('outcome_unknown', message);
  }
  return refusedToChange(state, caller) ?? refusedByChecks(checkWhole(state, job));
}

/** Whether a retry must name a job number, because without one it would only be parked again. */
export const mustNameNumber = (standing: Standing): boolean =>
  findParkedCode(standing) === 'erp_number_taken' && standing.integration.rules.jobNumber.required;

/**
 * Refuses a retry without a number after the number was taken. The same number may be named again, because somebody may
 * have freed it in the ERP.
 */
function refusedByTaken(state: Parked, { job }: RetryCommand): Refusal | undefined {
  if (!mustNameNumber(state) || job?.number !== undefined) return undefined;
  const { number = '' } = state.job;
  const message = `Job number ${number} belongs to another record in the ERP. Send another number, or ${number} again once it is free there.`;
  return refuse('job_number_taken', message);
}

export function refusedByRetry(state: Submission, command: RetryCommand, caller: Caller): Refusal | undefined {
  if (state.status !== 'parked') return undefined;
  return (
    refusedByConfirm(state, command, caller) ??
    refusedByTaken(state, command) ??
    refusedByChange(state, findJobChange(state, command.job), caller)
  );
}

/** Returns the number under which a settled record is in the ERP; none if the ERP has no job numbers. */
export const numberInErp = ({ integration }: Submission, { jobNumber }: Readonly<Record<string, string>>): Job =>
  jobNumber !== undefined && integration.rules.jobNumber.required ? { number: jobNumber } : {};
