/** Workflows that no history of ours fits: a worker with them wedges every submission that it is given. */
import { sleep } from '@temporalio/workflow';

export async function submission(): Promise<void> {
  await sleep('1 hour');
}
