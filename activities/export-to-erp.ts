/**
 * One attempt to bring a project into the ERP: look up by reference, else write. It throws only
 * failures of `failures.ts`, each after its last words, so that the next attempt knows what is unknown.
 */
import { activityInfo, ApplicationFailure, Context, heartbeat } from '@temporalio/activity';
import type { ExportFailureDetails, ExportRequest, ExportResult } from '../workflows/contract/activities';
import { exportPolicy } from '../workflows/domain/export-policy';
import { toFailure } from './failures';
import { ErpDenied, ErpNumberTaken, ErpRefused, ErpUnavailable, ErpUnknown } from './ports';
import type { Attempt, Erp, ErpReceipt, Erps } from './ports';
import { sentBefore, type LastWords } from './unknown-outcome';

/** A write of the past whose outcome is unknown, if there is one. */
interface Knowledge {
  sentAt: string | undefined;
}

const toIso = (ms: number): string => new Date(ms).toISOString();

/** @returns the receipt where the ERP holds this very content already */
async function lookUp(erp: Erp, request: ExportRequest, attempt: Attempt, known: Knowledge) {
  const asked = Date.now();
  const found = await erp.findByReference(request.reference, attempt);
  if (found?.contentHash === erp.contentHash(request.project, request.job)) return found.receipt;
  if (!found && known.sentAt !== undefined && asked >= Date.parse(known.sentAt) + erp.commitWithinMs) {
    known.sentAt = undefined;
  }
  if (known.sentAt !== undefined && !erp.writesOncePerReference) {
    throw new ErpUnknown('An earlier write may still appear in the ERP; it is looked up again before the next one.');
  }
  return undefined;
}

async function write(erp: Erp, request: ExportRequest, attempt: Attempt, known: Knowledge): Promise<ErpReceipt> {
  const carried = known.sentAt;
  known.sentAt = toIso(Date.now());
  try {
    return await erp.export(request.project, request.job, request.reference, attempt);
  } catch (error) {
    known.sentAt = stillUnknown(error, carried, known.sentAt);
    throw error;
  }
}

/** What the ERP's answer to a write leaves unknown. */
function stillUnknown(error: unknown, carried: string | undefined, sentAt: string): string | undefined {
  if (error instanceof ErpRefused || error instanceof ErpNumberTaken) return undefined;
  return error instanceof ErpUnavailable || error instanceof ErpDenied ? carried : sentAt;
}

/**
 * Beats until stopped; ends the ERP call when the server gave this attempt up or its time is over. The
 * first beat comes after an interval, so that an export that is quickly done costs none.
 */
function beat(): { attempt: Attempt; stop: () => void } {
  const { cancellationSignal } = Context.current();
  const signal = AbortSignal.any([cancellationSignal, AbortSignal.timeout(exportPolicy.attemptMs)]);
  const everyMs = exportPolicy.heartbeatEveryMs;
  let due = performance.now() + everyMs;
  const beatWhenDue = (): void => {
    if (performance.now() < due) return;
    due = performance.now() + everyMs;
    heartbeat();
  };
  const timer = setInterval(heartbeat, everyMs);
  return {
    attempt: { signal, heartbeat: beatWhenDue },
    stop: () => {
      clearInterval(timer);
    },
  };
}

async function attemptExport(erp: Erp, request: ExportRequest, known: Knowledge): Promise<ErpReceipt> {
  const { attempt, stop } = beat();
  try {
    return (await lookUp(erp, request, attempt, known)) ?? (await write(erp, request, attempt, known));
  } finally {
    stop();
  }
}

export async function exportToErp(erps: Erps, request: ExportRequest): Promise<ExportResult> {
  const info = activityInfo();
  const startedAt = Date.now();
  const known: Knowledge = {
    sentAt: sentBefore({
      attempt: info.attempt,
      startedAt: toIso(startedAt),
      lastWords: info.heartbeatDetails as unknown,
      wasReset: info.currentAttemptScheduledTimestampMs > info.scheduledTimestampMs,
      handedOn: request.sentAt,
    }),
  };
  const details = (): LastWords & ExportFailureDetails => ({
    attempt: info.attempt,
    ...(known.sentAt && { sentAt: known.sentAt }),
  });
  const erp = await erps.forCompany(request.companyId);
  if (!erp) {
    const message = `Company ${request.companyId} has no integration that takes projects in companies.yaml.`;
    throw ApplicationFailure.nonRetryable(message, 'integration_missing', details());
  }
  try {
    return { ...(await attemptExport(erp, request, known)), attempts: info.attempt };
  } catch (error) {
    heartbeat(details());
    const endsAt = info.scheduledTimestampMs + info.scheduleToCloseTimeoutMs;
    throw toFailure(error, { attempt: info.attempt, sentAt: known.sentAt, now: Date.now(), endsAt });
  }
}
