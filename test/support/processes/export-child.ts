/** A process that exports through a drop on a faulty disk, as its parent orders. */
import { orderFor } from '../erp/bring';
import { faultyDisk, type DiskFault } from '../erp/faulty-disk';
import { createFileDrop } from '../../../adapters/erp/file-drop/file-drop';
import type { DropPlace } from '../../../adapters/erp/file-drop/root';
import type { ErpReceipt } from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';

export interface ExportOrder {
  readonly place: DropPlace;
  readonly project: Project;
  readonly job: Job;
  readonly reference: string;
  readonly fault?: DiskFault;
  /** The fault may strike the look-up before the export too. */
  readonly strikesLookUp?: boolean;
}

export type ToChild = ExportOrder | 'go';

export type FromChild =
  /** `before`: the call and its paths. */
  | { readonly type: 'paused'; readonly before: string }
  | { readonly type: 'receipt'; readonly receipt: ErpReceipt; readonly trace: readonly string[] }
  | { readonly type: 'failed'; readonly name: string; readonly message: string };

const tell = (message: FromChild): void => void process.send?.(message);

let go = (): void => undefined;
const pause = (before: string): Promise<void> =>
  new Promise((resolve) => {
    go = resolve;
    tell({ type: 'paused', before });
  });

async function run({ place, project, job, reference, fault, strikesLookUp = false }: ExportOrder): Promise<void> {
  const attempt = { signal: new AbortController().signal, heartbeat: () => undefined };
  const erp = createFileDrop({ ...place, commitWithinMs: 0 });
  try {
    faultyDisk.arm(strikesLookUp ? fault : undefined, pause);
    const whole = await orderFor(erp, project, job, reference, attempt);
    if (!strikesLookUp) faultyDisk.arm(fault, pause);
    const receipt = await erp.export(whole, attempt);
    tell({ type: 'receipt', receipt, trace: faultyDisk.trace() });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    tell({ type: 'failed', name, message });
  }
}

process.on('message', (message: ToChild) => {
  if (message === 'go') go();
  else void run(message);
});
process.on('disconnect', () => process.exit());
