/** Decides from what the look-up found what an export does. Pure. */
import type { ExportRequest } from '../workflows/contract/activities';
import type { Change } from '../workflows/contract/view';
import { differences, hashChanges, isSameContent, type ErpContent } from './erp-content';
import type { Erp, ErpOrder, ErpReceipt, ErpRecord } from './erp-port';

/** Thrown if the ERP's record is not what the export may continue from, so that a person has to decide. */
export class Mismatch extends Error {
  /** The hash that identifies the differences that a person reviewed. */
  readonly differencesHash: string;

  constructor(
    readonly code: 'changed_in_erp' | 'deleted_in_erp',
    message: string,
    /** The differences. `before` is what the ERP holds, `after` what the export would write. */
    readonly changes: readonly Change[],
  ) {
    super(message);
    this.name = 'Mismatch';
    this.differencesHash = hashChanges(changes);
  }
}

export type Plan =
  | { readonly receipt: ErpReceipt }
  /** Write. `expect` is the record to update; without it, a record is created. */
  | { readonly write: { readonly expect?: ErpContent } }
  | { readonly mismatch: Mismatch };

type Target = Pick<ExportRequest, 'project' | 'job' | 'exported' | 'confirm' | 'differencesHash'>;

function whyChanged(changes: readonly Change[], { exported }: Target): string {
  const count = `${changes.length} field${changes.length === 1 ? '' : 's'}`;
  if (!exported)
    return `The ERP already holds a record with this reference, which differs from this revision in ${count}.`;
  return exported.project
    ? `The record in the ERP differs from what the last export wrote, and from this revision in ${count}.`
    : `What the last export wrote is no longer known. The record in the ERP differs from this revision in ${count}.`;
}

/** What the record would hold of this project, in the form in which it is known. */
const toKeptContent = (
  erp: Erp,
  { toKept }: ErpRecord,
  { project, job }: Pick<ErpOrder, 'project' | 'job'>,
): ErpContent => (toKept ? toKept(project, job) : erp.toErp(project, job));

export const holds = (erp: Erp, record: ErpRecord, order: Pick<ErpOrder, 'project' | 'job'>): boolean =>
  isSameContent(record.content, toKeptContent(erp, record, order));

/** The record is as the last export left it. */
function isAsLeft(erp: Erp, record: ErpRecord, { exported }: Target): boolean {
  if (!exported?.project) return false;
  return holds(erp, record, { project: exported.project, job: exported.job });
}

function planForFound(erp: Erp, target: Target, found: ErpRecord): Plan {
  const { receipt, content } = found;
  if (holds(erp, found, target)) return { receipt };
  if (isAsLeft(erp, found, target)) return { write: { expect: content } };
  const changes = differences(content, toKeptContent(erp, found, target));
  const mismatch = new Mismatch('changed_in_erp', whyChanged(changes, target), changes);
  const isConfirmed = target.confirm === 'overwrite' && target.differencesHash === mismatch.differencesHash;
  return isConfirmed ? { write: { expect: content } } : { mismatch };
}

export function reconcile(erp: Erp, target: Target, found: ErpRecord | undefined): Plan {
  if (found) return planForFound(erp, target, found);
  if (!target.exported) return { write: {} };
  const changes = differences({}, erp.toErp(target.project, target.job));
  const message = `The record that revision ${target.exported.revision} created is no longer in the ERP.`;
  const mismatch = new Mismatch('deleted_in_erp', message, changes);
  const isConfirmed = target.confirm === 'recreate' && target.differencesHash === mismatch.differencesHash;
  return isConfirmed ? { write: {} } : { mismatch };
}
