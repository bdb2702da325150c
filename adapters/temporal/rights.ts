/** Finds out whether this process may write to its namespace, which reading it does not show. */
import type { ConnectionLike } from '@temporalio/client';
import { grpc, hasGrpcCode } from './grpc';

/**
 * Reports progress of no activity at all. It takes the right to write, and the server refuses it as a bad argument to
 * everybody who has that right.
 * @throws what Temporal answers to those who have not
 */
export async function requireWriteRight({ workflowService }: ConnectionLike, namespace: string): Promise<void> {
  try {
    await workflowService.recordActivityTaskHeartbeat({ namespace });
  } catch (error) {
    if (!hasGrpcCode(error, grpc.invalidArgument)) throw error;
  }
}
