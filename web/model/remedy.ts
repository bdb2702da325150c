/** Which act can succeed for a parked export: it stands first, and it alone is the primary one. */
import type { ParkedCode } from '../../workflows/contract/codes';
import type { SubmissionView } from '../api/answers';
import { canChange } from './retry';

/** `confirm` is a retry that confirms the differences. */
export type FirstAct = 'retryExport' | 'confirm' | 'reject' | 'withdraw';

const firstActs: Readonly<Record<ParkedCode, FirstAct>> = {
  erp_refused: 'reject',
  erp_number_taken: 'retryExport',
  erp_denied: 'retryExport',
  out_of_time: 'retryExport',
  outcome_unknown: 'retryExport',
  changed_in_erp: 'confirm',
  deleted_in_erp: 'confirm',
  integration_missing: 'retryExport',
  not_sealed: 'withdraw',
};

/** The act for this person, who may not be allowed to do the one that helps most; `undefined`: nothing is parked. */
export function findFirstAct(view: SubmissionView): FirstAct | undefined {
  const parked = view.export?.parked;
  if (!parked || view.status !== 'parked') return undefined;
  const act = firstActs[parked.code];
  if (act === 'confirm') return canChange(view) ? act : 'retryExport';
  // Another job number or field is not the sender's.
  const isOfJob = parked.fields?.some(({ pointer }) => pointer.startsWith('/job/')) === true;
  return view.actions[act].allowed && !(isOfJob && canChange(view)) ? act : 'retryExport';
}
