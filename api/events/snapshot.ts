/**
 * The state that listeners are notified of, as one text: the newest open submissions and the counts of all statuses.
 */
import { shownStatuses } from '../../workflows/contract/codes';
import type { Run } from '../gateway/memo';
import type { Submissions } from '../gateway/gateway';
import { sha256 } from '../../adapters/sha256';

const newest = 100;

const toRow = ({ projectId, runId, revision, status, waitingSince, parked, checks, ...run }: Run): unknown => [
  ...[projectId, runId, revision, status, waitingSince, parked?.code, parked?.since],
  ...[checks.errors, checks.warnings, run.isPaused, run.unreadable, run.question],
];

/** Reads the newest open submissions as one text. @throws Problem */
export async function snapshotRows(submissions: Submissions, companyId: string): Promise<string> {
  const { runs } = await submissions.list({ filter: { companyId, isOpen: true }, limit: newest });
  return JSON.stringify(runs.map(toRow));
}

/** Reads the counts as one text. @throws Problem */
export async function snapshotCounts(submissions: Submissions, companyId: string): Promise<string> {
  const counts = shownStatuses.map((status) => submissions.count({ companyId, status }));
  return (await Promise.all(counts)).join();
}

/** Hashes a snapshot. The hash is the same in every process, so that a listener can continue at another one. */
export const hashSnapshot = (rows: string, counts: string): string =>
  sha256(`${rows}\n${counts}`, 'base64url').slice(0, 22);
