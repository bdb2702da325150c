/** Writes the ERP's ids into the source of a project. It is safe to repeat. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ErpId } from '../workflows/contract/codes';
import { defined } from '../workflows/contract/defined';
import type { WriteBackActivities, WriteBackRequest, WriteBackResult } from '../workflows/contract/write-back';
import { createCompanySlots, SlotsTaken, type CompanySlots } from './company-slots';
import { deadline } from './deadline';
import { SourceRefused, SourceUnavailable, type WriteBackSources } from './write-back-port';

/** For all calls of one attempt, in milliseconds: a thousand rows at once may take a while. */
const attemptMs = 90_000;

/** As the workflow retries, in milliseconds: the source's own delay counts only where it is longer. */
const usualPauseMs = (attempt: number): number => Math.min(3_600_000, 30_000 * 2 ** (attempt - 1));

/** The ERP's own id of the record, else what people call it there, else how we call it. */
function pickRecordId({ ids, reference }: Pick<WriteBackRequest, 'ids' | 'reference'>): string {
  const byName: Readonly<Partial<Record<ErpId, string>>> = ids;
  return byName.job ?? byName.jobNumber ?? reference;
}

/** The delay of our own line counts as it is; the source's only where it is longer than the workflow's. */
function toFailure(error: unknown, attempt: number): unknown {
  if (error instanceof SourceRefused) return ApplicationFailure.nonRetryable(error.message, 'source_refused');
  const isOurs = error instanceof SlotsTaken;
  if (!isOurs && !(error instanceof SourceUnavailable)) return error;
  const { message, retryAfterMs } = error;
  const counts = isOurs || retryAfterMs > usualPauseMs(attempt);
  const delay = defined({ nextRetryDelay: counts ? retryAfterMs : undefined });
  return ApplicationFailure.create({ message, type: 'source_unavailable', ...delay });
}

async function writeToSource(
  sources: WriteBackSources,
  slots: CompanySlots,
  request: WriteBackRequest,
): Promise<WriteBackResult> {
  const { companyId, projectId, reference, ids, costCodes } = request;
  const source = sources.forWriteBack(companyId);
  if (!source) {
    const why = `Company ${companyId} has no source with write-back in companies.yaml.`;
    throw ApplicationFailure.nonRetryable(why, 'source_missing');
  }
  const origin = { projectId, recordId: pickRecordId(request), ids: { ...ids, reference }, costCodes };
  const { cancellationSignal, info } = Context.current();
  try {
    return await slots.run(companyId, () => {
      const { signal, clear } = deadline(cancellationSignal, attemptMs);
      return source.writeBack(origin, { signal, endsAt: performance.now() + attemptMs }).finally(clear);
    });
  } catch (error) {
    throw toFailure(error, info.attempt);
  }
}

export const createWriteBackActivities = (
  sources: WriteBackSources,
  slots: CompanySlots = createCompanySlots(),
): WriteBackActivities => ({
  writeToSource: (request) => writeToSource(sources, slots, request),
});
