/** Writes the ERP's ids into the source of a project. Safe to repeat. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ErpId } from '../workflows/contract/codes';
import type { WriteBackActivities, WriteBackRequest, WriteBackResult } from '../workflows/contract/write-back';
import { createCompanySlots, SlotsTaken, type CompanySlots } from './company-slots';
import { deadline } from './deadline';
import type { WriteBackSources } from './write-back-port';

/** For all calls of one attempt, in milliseconds: a thousand rows at once may take a while. */
const attemptMs = 90_000;

/** As the workflow retries, in milliseconds: the source's own delay counts only where it is longer. */
const usualPauseMs = (attempt: number): number => Math.min(3_600_000, 30_000 * 2 ** (attempt - 1));

/** The ERP's own id of the record, else what people call it there, else how we call it. */
function pickRecordId({ ids, reference }: Pick<WriteBackRequest, 'ids' | 'reference'>): string {
  const byName: Readonly<Partial<Record<ErpId, string>>> = ids;
  return byName.job ?? byName.jobNumber ?? reference;
}

/** Waits in our own line, and not for the source. */
const toWaiting = ({ message, retryAfterMs }: SlotsTaken): ApplicationFailure =>
  ApplicationFailure.create({ message, type: 'source_unavailable', nextRetryDelay: retryAfterMs });

async function writeToSource(
  sources: WriteBackSources,
  slots: CompanySlots,
  request: WriteBackRequest,
): Promise<WriteBackResult> {
  const { companyId, projectId, reference, ids, costCodes } = request;
  const source = sources.forWriteBack(companyId);
  if (!source) {
    const why = `Company ${companyId} has no source that is written back to in companies.yaml.`;
    throw ApplicationFailure.nonRetryable(why, 'source_missing');
  }
  const origin = { projectId, recordId: pickRecordId(request), ids: { ...ids, reference }, costCodes };
  const written = await slots
    .run(companyId, () => {
      const { signal, clear } = deadline(Context.current().cancellationSignal, attemptMs);
      return source.writeBack(origin, { signal, endsAt: performance.now() + attemptMs }).finally(clear);
    })
    .catch((error: unknown) => {
      throw error instanceof SlotsTaken ? toWaiting(error) : error;
    });
  switch (written.outcome) {
    case 'written':
      return { costCodes: written.costCodes, missing: written.missing };
    case 'refused':
      throw ApplicationFailure.nonRetryable(written.message, 'source_refused');
    case 'unavailable': {
      const isLonger = written.retryAfterMs > usualPauseMs(Context.current().info.attempt);
      throw ApplicationFailure.create({
        message: written.message,
        type: 'source_unavailable',
        ...(isLonger && { nextRetryDelay: written.retryAfterMs }),
      });
    }
  }
}

export const createWriteBackActivities = (
  sources: WriteBackSources,
  slots: CompanySlots = createCompanySlots(),
): WriteBackActivities => ({
  writeToSource: (request) => writeToSource(sources, slots, request),
});
