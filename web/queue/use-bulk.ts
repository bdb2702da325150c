/** Rows that are chosen to be rejected, or their exports retried, all at once. */
import { useState } from 'preact/hooks';
import type { CommandName, SessionCompany, SubmissionItem } from '../api/answers';
import { useDesk } from '../api/desk';
import type { StatusFilter } from '../api/place';
import { rowKey, type Row } from '../model/rows';
import { defined } from '../../workflows/contract/defined';

/** So many commands at once a person still oversees. */
export const mostAtOnce = 50;

export type BulkName = Extract<CommandName, 'reject' | 'retryExport'>;

/** Of one kind: what stands in the list of one status. Whether each may be done the API says, item by item. */
function nameFor(filter: StatusFilter, { approver, operator }: SessionCompany): BulkName | undefined {
  if (filter === 'awaiting_decision') return approver && 'reject';
  return filter === 'parked' && (approver ?? operator) ? 'retryExport' : undefined;
}

/** One whose number is taken needs another one of its own. */
const isFor = (name: BulkName, { item, isGone }: Row): boolean =>
  !isGone && !(name === 'retryExport' && item.parked?.code === 'erp_number_taken');

export interface Bulk {
  /** Absent: nothing can be done to many here. */
  readonly name?: BulkName;
  readonly chosen: readonly SubmissionItem[];
  readonly canChoose: readonly SubmissionItem[];
  readonly toggle: (item: SubmissionItem) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

export function useBulk(rows: readonly Row[], filter: StatusFilter): Bulk {
  const { grants } = useDesk();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const name = nameFor(filter, grants);
  const canChoose = rows.filter((row) => name && isFor(name, row)).map(({ item }) => item);
  return {
    ...defined({ name }),
    canChoose,
    chosen: canChoose.filter((item) => keys.has(rowKey(item))),
    toggle: (item) =>
      setKeys((before) => {
        const next = new Set(before);
        if (!next.delete(rowKey(item))) next.add(rowKey(item));
        return next;
      }),
    chooseAll: () => setKeys(new Set(canChoose.slice(0, mostAtOnce).map(rowKey))),
    clear: () => setKeys(new Set()),
  };
}
