/** Reads the record of a run. A run that closed normally has it as its result. */
import type { SubmissionId } from '../../workflows/contract/names';
import type { SubmissionRecord } from '../../workflows/contract/record';
import { recordQuery } from '../../workflows/messages';
import { Problem } from '../problems';
import type { Calls } from './calls';
import { findRun } from './lists';
import { type Run, toRun } from './memo';
import { isOutline, type Outline, toUnreadable } from './outline';
import { describe, lookFor, notFound, type Question } from './reads';

/** A run that ended before its revisions were kept has none. */
type Kept = Omit<SubmissionRecord, 'revisions'> & Partial<Pick<SubmissionRecord, 'revisions'>>;

const whole = (kept: Kept): SubmissionRecord => ({ ...kept, revisions: kept.revisions ?? [] });

const record: Question<SubmissionRecord> = { query: recordQuery, ofResult: whole };

/** An open run may be continued by another execution in between; of a closed one this very execution is meant. */
async function read(calls: Calls, run: Run, deadline: number): Promise<SubmissionRecord | Outline> {
  const execution = run.isOpen ? {} : { executionId: run.executionId };
  const found = await lookFor(calls, run, record, { deadline, ...execution });
  return isOutline(found) ? found : whole(found.value);
}

async function newest(calls: Calls, id: SubmissionId): Promise<Run | undefined> {
  const description = await describe(calls, id);
  return description && toRun(description);
}

/**
 * Reads the record of a run, or of the newest run without `runId`.
 * @throws Problem `not_found`, `no_worker`, `read_failed`
 */
export const readRecord = (
  calls: Calls,
  id: SubmissionId,
  runId: string | undefined,
): Promise<SubmissionRecord | Outline> =>
  calls.read(async (deadline) => {
    let run = await newest(calls, id);
    if (runId !== undefined && run?.runId !== runId) run = await findRun(calls, id, runId);
    if (!run) throw notFound(id);
    return read(calls, run, deadline);
  });

/**
 * Reads the record of a run from a list. One for which this API has no key does not keep the others back.
 * @throws Problem `not_found`, `no_worker`, `read_failed`
 */
export const toRunRecord = async (calls: Calls, run: Run): Promise<SubmissionRecord | Outline> => {
  try {
    return await calls.read((deadline) => read(calls, run, deadline));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'keys_missing') throw error;
    return { run, unreadable: toUnreadable(run, 'key_missing', error.message) };
  }
};
