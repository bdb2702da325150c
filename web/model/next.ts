/** Selects the submission that is shown after a decision. */
import type { StatusFilter } from '../api/place';
import type { Row } from './rows';

interface List {
  readonly filter: StatusFilter;
  readonly rows: readonly Row[];
}

/** The next row below that is still to be done, else the first above; only in a list of what is to be done. */
export function findNext({ filter, rows }: List, projectId: string): string | undefined {
  if (filter !== 'awaiting_decision' && filter !== 'parked') return undefined;
  const at = rows.findIndex(({ item }) => item.projectId === projectId);
  const around = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0))];
  return around.find(({ isGone, item }) => !isGone && item.projectId !== projectId)?.item.projectId;
}
