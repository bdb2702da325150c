/** An export as the activity does it: what the look-up finds is what is expected, and both are of one attempt. */
import type { Attempt, Erp, ErpOrder, ErpReceipt } from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { defined } from '../../../workflows/contract/defined';

const unhurried = (): Attempt => ({ signal: new AbortController().signal, heartbeat: () => undefined });

export async function orderFor(
  erp: Erp,
  project: Project,
  job: Job,
  reference: string,
  attempt: Attempt,
): Promise<ErpOrder> {
  const found = await erp.findByReference(reference, attempt);
  return { reference, project, job, ...defined({ expect: found?.content }) };
}

export const bring = async (
  erp: Erp,
  project: Project,
  job: Job,
  reference: string,
  attempt = unhurried(),
): Promise<ErpReceipt> => erp.export(await orderFor(erp, project, job, reference, attempt), attempt);
