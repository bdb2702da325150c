/**
 * The functions of the SDK that its packages do not offer in their index. The proto messages of the service carry times
 * and executions in forms of their own, and the SDK's way to read them is the one that its own calls go by: a reader
 * written here could disagree with it. A new release of the SDK may move them, so nothing else imports from its inside.
 */
export { msToTs, optionalTsToDate } from '@temporalio/common/lib/time';
export { decodeFailure } from '@temporalio/common/lib/internal-non-workflow';
export { executionInfoFromRaw } from '@temporalio/client/lib/helpers';
/** @internal Tests record histories in the form that the replayer of the SDK reads. */
export { historyToJSON } from '@temporalio/common/lib/proto-utils';
