/** The one place that turns an ERP's "no" into a Temporal failure. */
import { ApplicationFailure } from '@temporalio/activity';
import type { ExportFailureDetails } from '../workflows/contract/activities';
import type { ExportFailureType } from '../workflows/contract/codes';
import { limits } from '../workflows/contract/limits';
import { exportPolicy } from '../workflows/domain/export-policy';
import { cutText, showText } from '../workflows/domain/text';
import { ErpDenied, ErpError, ErpNumberTaken, ErpRefused, ErpUnavailable } from './ports';

const retried: ReadonlySet<ExportFailureType> = new Set(['erp_unavailable', 'erp_unknown']);

/** Nothing an adapter did not mean to throw says what happened to the write. */
function typeOf(error: unknown): ExportFailureType {
  if (error instanceof ErpRefused) return 'erp_refused';
  if (error instanceof ErpNumberTaken) return 'erp_number_taken';
  if (error instanceof ErpDenied) return 'erp_denied';
  if (error instanceof ErpUnavailable) return 'erp_unavailable';
  return 'erp_unknown';
}

const messageOf = (error: unknown): string =>
  error instanceof ErpError ? error.message : `unexpected: ${error instanceof Error ? error.message : String(error)}`;

const toFields = (error: unknown): Pick<ExportFailureDetails, 'fields'> => {
  if (!(error instanceof ErpRefused) || error.fields.length === 0) return {};
  const fields = error.fields.slice(0, limits.rejectionFields).map(({ pointer, message }) => ({
    pointer: cutText(pointer, limits.keyChars),
    message: showText(message, limits.messageChars),
  }));
  return { fields };
};

/** Times in milliseconds since the epoch; the export as a whole ends at `endsAt`. */
function retryDelay(error: unknown, now: number, endsAt: number): { nextRetryDelay?: number } {
  if (!(error instanceof ErpUnavailable) || error.retryAfterMs === undefined) return {};
  const left = endsAt - now - exportPolicy.lastAttemptReserveMs;
  const delay = Math.min(error.retryAfterMs, exportPolicy.longestRetryAfterMs, left);
  return delay > 0 ? { nextRetryDelay: Math.ceil(delay) } : {};
}

export interface FailureContext {
  readonly attempt: number;
  readonly sentAt: string | undefined;
  readonly now: number;
  readonly endsAt: number;
}

export function toFailure(error: unknown, { attempt, sentAt, now, endsAt }: FailureContext): ApplicationFailure {
  const type = typeOf(error);
  const details: ExportFailureDetails = { attempt, ...(sentAt && { sentAt }), ...toFields(error) };
  return ApplicationFailure.create({
    type,
    message: showText(messageOf(error), limits.messageChars),
    nonRetryable: !retried.has(type),
    details: [details],
    ...retryDelay(error, now, endsAt),
  });
}
