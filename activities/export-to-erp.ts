/**
 * One attempt to export a project: it looks up the reference, writes and reads back. It throws only failures of
 * `failures.ts`, each after a heartbeat that tells the next attempt what is unknown.
 */
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import type { ExportRequest, ExportResult } from '../workflows/contract/activities';
import { exportPolicy } from '../workflows/domain/export-policy';
import type { Bulkhead } from './bulkhead';
import { deadline } from './deadline';
import { isSameContent, type ErpContent } from './erp-content';
import { isSealed } from '../workflows/contract/sealed';
import { IntegrationMissing, NotSealed, toFailure } from './failures';
import {
  ErpConflict,
  ErpUnauthorized,
  ErpNumberTaken,
  ErpRefused,
  ErpUnavailable,
  ErpUnclassified,
  ErpOutcomeUnknown,
  ErpPending,
  type Attempt,
  type Erp,
  type ErpOrder,
  type ErpReceipt,
  type ErpRecord,
  type ErpRegistry,
} from './erp-port';
import { holds, Mismatch, reconcile } from './reconcile';
import { isBelieved, knownBefore, type OutcomeState, type HeartbeatDetails } from './unknown-outcome';
import { defined } from '../workflows/contract/defined';

const toIso = (ms: number): string => new Date(ms).toISOString();

/** One attempt at one request, with what is known of the writes before it. */
interface Work {
  readonly erp: Erp;
  readonly request: ExportRequest;
  readonly attempt: Attempt;
  readonly known: OutcomeState;
}

/** A look-up long enough after the last write says for certain that it is not there. */
async function lookUp({ erp, request, attempt, known }: Work): Promise<ErpRecord | undefined> {
  const asked = Date.now();
  const found = await erp.findByReference(request.reference, attempt).catch((error: unknown) => {
    // A write that waits for an agent is one that left, whoever sent it.
    if (error instanceof ErpPending) known.sentAt ??= toIso(asked);
    throw error;
  });
  const { sentAt } = known;
  if (!found && sentAt !== undefined && asked >= Date.parse(sentAt) + erp.commitWithinMs) known.sentAt = undefined;
  return found;
}

/** What the ERP's answer to a write leaves unknown. */
function stillUnknown(error: unknown, carried: string | undefined, sentAt: string): string | undefined {
  if (error instanceof ErpRefused || error instanceof ErpNumberTaken || error instanceof ErpConflict) return undefined;
  return error instanceof ErpUnavailable || error instanceof ErpUnauthorized ? carried : sentAt;
}

/**
 * A refusal without a code of ours may hide a write: it is believed when it lasts, and the ERP holds the same before
 * and after it.
 */
async function explain(work: Work, before: ErpContent | undefined, error: ErpUnclassified): Promise<unknown> {
  const { erp, known } = work;
  const since = known.refusalSeen?.text === error.message ? known.refusalSeen.since : toIso(Date.now());
  known.refusalSeen = { text: error.message, since };
  if (!isBelieved(known.refusalSeen, erp.commitWithinMs, Date.now())) return error;
  const found = await erp.findByReference(work.request.reference, work.attempt);
  if (!isSameContent(found?.content ?? {}, before ?? {})) return error;
  known.sentAt = undefined;
  return new ErpRefused(error.message);
}

async function write(work: Work, order: ErpOrder): Promise<void> {
  const { erp, attempt, known } = work;
  const carried = known.sentAt;
  known.sentAt = toIso(Date.now());
  try {
    await erp.export(order, attempt);
  } catch (error) {
    known.sentAt = stillUnknown(error, carried, known.sentAt);
    throw error instanceof ErpUnclassified ? await explain(work, order.expect, error) : error;
  }
}

/** What the ERP holds after the write is what counts, not what it answered. */
async function readBack({ erp, request, attempt, known }: Work): Promise<ErpReceipt> {
  const found = await erp.findByReference(request.reference, attempt).catch((error: unknown) => {
    throw error instanceof ErpUnavailable
      ? new ErpOutcomeUnknown(`The record was written but could not be read back: ${error.message}`)
      : error;
  });
  if (!found) throw new ErpOutcomeUnknown('The record was written, but the ERP does not show it yet.');
  known.sentAt = undefined;
  if (holds(erp, found, request)) return found.receipt;
  const plan = reconcile(erp, { project: request.project, job: request.job }, found);
  if ('mismatch' in plan) {
    throw new Mismatch('changed_in_erp', 'The record in the ERP differs from what was written.', plan.mismatch.changes);
  }
  throw new ErpUnavailable('The record in the ERP changed while it was read back, so it is looked up again.');
}

async function bring(work: Work): Promise<ErpReceipt> {
  const { erp, request, known } = work;
  const found = await lookUp(work);
  const plan = reconcile(erp, request, found);
  if (!('write' in plan)) {
    // A write under way would expect another record than this one: it cannot be applied any more.
    known.sentAt = undefined;
    if ('mismatch' in plan) throw plan.mismatch;
    return plan.receipt;
  }
  if (!found && known.sentAt !== undefined && !erp.writesOncePerReference) {
    throw new ErpOutcomeUnknown(
      'An earlier write may still appear in the ERP, so the reference is looked up again before the next write.',
    );
  }
  const { reference, project, job } = request;
  try {
    await write(work, { reference, project, job, ...plan.write });
  } catch (error) {
    if (!(error instanceof ErpConflict)) throw error;
    const again = reconcile(erp, request, error.found);
    if ('receipt' in again) return again.receipt;
    throw 'mismatch' in again ? again.mismatch : new ErpUnavailable(error.message, undefined, { cause: error });
  }
  return readBack(work);
}

/**
 * Beats until stopped; ends the ERP call when the server gave this attempt up or its time is over. The
 * first beat comes after an interval, so that an export that is quickly done costs none.
 */
function beat(): { attempt: Attempt; stop: () => void } {
  const { cancellationSignal } = Context.current();
  const { signal, clear } = deadline(cancellationSignal, exportPolicy.attemptMs);
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
      clear();
    },
  };
}

async function attemptExport(erp: Erp, request: ExportRequest, known: OutcomeState): Promise<ErpReceipt> {
  const { attempt, stop } = beat();
  try {
    return await bring({ erp, request, attempt, known });
  } finally {
    stop();
  }
}

/** What an export needs of its worker process. */
export interface ExportDeps {
  readonly erps: ErpRegistry;
  readonly gate: Bulkhead;
  /** Whether a run that did not begin sealed is refused. */
  readonly sealedOnly: boolean;
}

export async function exportToErp(
  { erps, gate, sealedOnly }: ExportDeps,
  request: ExportRequest,
): Promise<ExportResult> {
  const info = activityInfo();
  const known = knownBefore({
    attempt: info.attempt,
    startedAt: toIso(Date.now()),
    heartbeatDetails: info.heartbeatDetails as unknown,
    wasReset: info.currentAttemptScheduledTimestampMs > info.scheduledTimestampMs,
    handedOn: request.sentAt,
  });
  const words = (): HeartbeatDetails => ({
    attempt: info.attempt,
    ...defined({ sentAt: known.sentAt, refusalSeen: known.refusalSeen }),
  });
  try {
    // Whoever can schedule activities can claim that a run began sealed, but cannot encrypt the claim.
    if (sealedOnly && !(request.isSealed && isSealed(request))) throw new NotSealed();
    const erp = await erps.forCompany(request.companyId);
    if (!erp) throw new IntegrationMissing(request.companyId);
    const turn = { attempt: info.attempt, isRetry: request.isRetry === true };
    const receipt = await gate.run(request.companyId, turn, () => attemptExport(erp, request, known));
    return { ...receipt, attempts: info.attempt };
  } catch (error) {
    heartbeat(words());
    const endsAt = info.scheduledTimestampMs + info.scheduleToCloseTimeoutMs;
    throw toFailure(error, { attempt: info.attempt, sentAt: known.sentAt, now: Date.now(), endsAt });
  }
}
