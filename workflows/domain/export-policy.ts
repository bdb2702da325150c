/** How often and how long the export is tried, and when a person is asked. Times in milliseconds. */
import type { ParkedCode } from '../contract/codes';

const second = 1_000;
const minute = 60 * second;

export const exportPolicy = {
  /** An attempt ends its own ERP call before this, so that a retry never runs beside it. */
  startToCloseMs: 2 * minute,
  attemptMs: 110 * second,
  /** A dead worker is noticed after this long without a heartbeat. */
  heartbeatTimeoutMs: 3 * second,
  heartbeatEveryMs: second,
  firstRetryMs: 500,
  backoff: 2,
  longestRetryMs: 5 * minute,
  /** An ERP's own retry-after is obeyed up to this. */
  longestRetryAfterMs: 15 * minute,
  /** How soon an order that waits for an agent is looked up again, within which its own word counts. */
  agentPollMs: { least: 15 * second, most: minute },
  /** A retry-after leaves so much of the export's time for one more attempt. */
  lastAttemptReserveMs: 5 * second,
} as const;

/** How long, in milliseconds, and how often the preflight is tried. */
export const preflightPolicy = { attemptMs: 10 * second, attempts: 2, pauseMs: second } as const;

/** What a person can do about each parked code; the timeline and the view say it in these words. */
export const remedies: Readonly<Record<ParkedCode, string>> = {
  erp_refused:
    'The ERP refuses the data. Reject with the reason, so that the sender corrects the project and resends; or retry the export once the ERP takes it.',
  erp_number_taken:
    'The job number belongs to another record in the ERP. An approver who did not send the project retries the export with another job number. If the number is freed in the ERP, the retry names it again.',
  erp_denied:
    "The ERP does not take our credentials. Correct them in the company's integration, then retry the export.",
  out_of_time:
    'The ERP could not be reached for as long as the policy allows. See that it runs, then retry the export.',
  outcome_unknown:
    'A write may have reached the ERP. Retry the export: it looks up the reference before anything else. Or look in the ERP by the reference, and settle with its ids.',
  changed_in_erp:
    'The record in the ERP is not what the last export left: see the differences. An approver overwrites it by a retry that confirms what was seen; or reject, withdraw, or settle.',
  deleted_in_erp:
    'The record of the last export is gone from the ERP. An approver makes it anew by a retry that confirms; or reject, withdraw, or settle.',
  integration_missing:
    'The company or its integration is not configured any more. Put it back into companies.yaml, which is read again within a second, then retry the export.',
};
