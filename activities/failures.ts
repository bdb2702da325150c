/** Turns the errors of an ERP into Temporal failures. */
import { ApplicationFailure } from '@temporalio/activity';
import type { ExportFailureDetails } from '../workflows/contract/activities';
import { retriedFailureCodes, waitingCodes, type ExportFailureType } from '../workflows/contract/codes';
import { limits } from '../workflows/contract/limits';
import { bounded } from '../workflows/domain/bound';
import { exportPolicy } from '../workflows/domain/export-policy';
import { cutText, showText } from '../workflows/contract/text';
import { CompanyBusy } from './bulkhead';
import {
  ErpUnauthorized,
  ErpError,
  ErpNameTaken,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpOutcomeUnknown,
  ErpPending,
} from './erp-port';
import { Mismatch } from './reconcile';
import { defined } from '../workflows/contract/defined';

/** Thrown if the company or its integration is not configured any more. */
export class IntegrationMissing extends Error {
  constructor(companyId: string) {
    super(`Company ${companyId} has no integration that takes projects in companies.yaml.`);
  }
}

/** Thrown if a run did not begin sealed, or its order is not, where the keys of the worker are required. */
export class NotSealed extends Error {
  constructor() {
    super(
      'The submission was begun without encryption, and this service exports only what was encrypted from its start.',
    );
  }
}

const retried: ReadonlySet<ExportFailureType> = new Set([...retriedFailureCodes, ...waitingCodes]);

/** Nothing an adapter did not mean to throw says what happened to the write. */
function toFailureType(error: unknown): ExportFailureType {
  if (error instanceof ErpRefused) return 'erp_refused';
  if (error instanceof ErpNumberTaken) return 'erp_number_taken';
  if (error instanceof ErpUnauthorized) return 'erp_denied';
  if (error instanceof IntegrationMissing) return 'integration_missing';
  if (error instanceof NotSealed) return 'not_sealed';
  if (error instanceof Mismatch) return error.code;
  if (error instanceof CompanyBusy) return 'company_busy';
  if (error instanceof ErpPending) return 'waiting_for_agent';
  if (error instanceof ErpUnavailable) return 'erp_unavailable';
  return 'erp_unknown';
}

const toMessage = (error: unknown): string =>
  [ErpError, Mismatch, IntegrationMissing, NotSealed].some((kind) => error instanceof kind) && error instanceof Error
    ? error.message
    : `unexpected: ${error instanceof Error ? error.message : String(error)}`;

const toFields = (error: unknown): Pick<ExportFailureDetails, 'fields'> => {
  if (!(error instanceof ErpRefused) || error.fields.length === 0) return {};
  const fields = error.fields.slice(0, limits.rejectionFields).map(({ pointer, message }) => ({
    pointer: cutText(pointer, limits.pointerChars),
    message: showText(message, limits.messageChars),
  }));
  return { fields };
};

const isTaken = (error: unknown): error is ErpNumberTaken | ErpNameTaken =>
  error instanceof ErpNumberTaken || error instanceof ErpNameTaken;

const toDifferences = (error: unknown): Pick<ExportFailureDetails, 'changes' | 'differencesHash'> => {
  if (!(error instanceof Mismatch)) return {};
  const changes = error.changes.map(({ pointer, before, after }) => ({
    pointer: cutText(pointer, limits.keyChars * 2),
    ...defined({
      before: before === undefined ? undefined : showText(before, limits.valueChars),
      after: after === undefined ? undefined : showText(after, limits.valueChars),
    }),
  }));
  const bounds = { maxEntries: limits.changes, maxBytes: limits.changesBytes };
  return { changes: bounded(changes, bounds), differencesHash: error.differencesHash };
};

/** In milliseconds; `undefined`: by the policy of retries. */
function toRetryDelay(error: unknown): number | undefined {
  const { agentPollMs, longestRetryAfterMs } = exportPolicy;
  if (error instanceof ErpPending) {
    return Math.min(agentPollMs.most, Math.max(agentPollMs.least, error.retryAfterMs ?? agentPollMs.least));
  }
  const isAsked = error instanceof ErpUnavailable || error instanceof ErpOutcomeUnknown;
  return isAsked && error.retryAfterMs !== undefined ? Math.min(error.retryAfterMs, longestRetryAfterMs) : undefined;
}

/** Times in milliseconds since the epoch; the export as a whole ends at `endsAt`. */
function retryDelay(error: unknown, now: number, endsAt: number): { nextRetryDelay?: number } {
  const asked = toRetryDelay(error);
  if (asked === undefined) return {};
  const left = endsAt - now - exportPolicy.lastAttemptReserveMs;
  const delay = Math.min(asked, left);
  return delay > 0 ? { nextRetryDelay: Math.ceil(delay) } : {};
}

export interface FailureContext {
  readonly attempt: number;
  readonly sentAt: string | undefined;
  readonly now: number;
  readonly endsAt: number;
}

export function toFailure(error: unknown, { attempt, sentAt, now, endsAt }: FailureContext): ApplicationFailure {
  const type = toFailureType(error);
  const details: ExportFailureDetails = {
    attempt,
    ...defined({ sentAt }),
    ...toFields(error),
    ...toDifferences(error),
    ...defined({
      holder: isTaken(error) ? showText(error.holder, limits.keyChars) : undefined,
      agentSeenAt: error instanceof ErpPending && error.agentSeenAt !== undefined ? error.agentSeenAt : undefined,
    }),
  };
  return ApplicationFailure.create({
    type,
    message: showText(toMessage(error), limits.messageChars),
    nonRetryable: !retried.has(type),
    details: [details],
    ...retryDelay(error, now, endsAt),
  });
}
