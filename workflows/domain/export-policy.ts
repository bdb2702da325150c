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
    'The ERP refused the data. Reject the project with the reason, so that the sender corrects and resends it. If the cause lies in the ERP, remove it there and retry the export.',
  erp_number_taken:
    'The job number belongs to another record in the ERP. An approver who did not send the project can retry the export with another job number. Once the number is free in the ERP, a retry can name the same number again.',
  erp_denied:
    "The ERP refused the credentials of Ledgergate. Correct them in the company's integration, then retry the export.",
  out_of_time:
    'The export did not succeed within the time that the policy allows. Check that the ERP is running and reachable, then retry the export.',
  outcome_unknown:
    'A write may have reached the ERP. Retry the export, which looks up the reference before it writes. Or look up the reference in the ERP yourself, and settle with the ids of the record.',
  changed_in_erp:
    'The record in the ERP differs from what the last export wrote. Review the differences. An approver can overwrite the record with a retry that confirms them. Otherwise reject, withdraw or settle.',
  deleted_in_erp:
    'The record of the last export was deleted in the ERP. An approver can create it again with a retry that confirms this. Otherwise reject, withdraw or settle.',
  integration_missing:
    'The company or its integration is no longer configured. Restore it in companies.yaml, which is read again within a second, then retry the export.',
  not_sealed:
    'The submission was begun without encryption, and this service exports only what was encrypted from its start. Withdraw it and submit the project again.',
};
