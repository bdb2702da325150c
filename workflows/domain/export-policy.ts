/** How often and how long the export is tried, and when a person has to act. Times are in milliseconds. */
import type { ParkedCode } from '../contract/codes';

const second = 1_000;
const minute = 60 * second;

export const exportPolicy = {
  /** The start-to-close time-out. An attempt ends its own ERP call earlier, so that a retry never runs beside it. */
  startToCloseMs: 2 * minute,
  attemptMs: 110 * second,
  /** The heartbeat time-out, after which a dead worker is noticed. */
  heartbeatTimeoutMs: 3 * second,
  heartbeatEveryMs: second,
  firstRetryMs: 500,
  backoff: 2,
  longestRetryMs: 5 * minute,
  /** The longest `Retry-After` of an ERP that is respected. */
  longestRetryAfterMs: 15 * minute,
  /**
   * The range of the delay until an order that waits for an agent is looked up again. Within it, the ERP's own delay is
   * respected.
   */
  agentPollMs: { least: 15 * second, most: minute },
  /** The time that a `Retry-After` leaves for one more attempt before the export ends. */
  lastAttemptReserveMs: 5 * second,
} as const;

/** How long and how often the preflight is tried. */
export const preflightPolicy = { attemptMs: 10 * second, attempts: 2, pauseMs: second } as const;

/** What a person can do about each parked code. The timeline and the view use these texts. */
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
