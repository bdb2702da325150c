/** Carries the trail of a request over Temporal, in a header: with the message that it sends, and with each activity. */
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { defined } from '../../workflows/contract/defined';
import { trailHeader } from '../../workflows/contract/names';
import { inSpan } from '../tracing/span';
import { currentTrail, onTrail, readTrail, type Trail } from '../trail';

function withTrail<T extends { readonly headers: Headers }>(input: T): T {
  const trail = currentTrail();
  if (!trail) return input;
  return { ...input, headers: { ...input.headers, [trailHeader]: defaultPayloadConverter.toPayload(trail) } };
}

/** Headers are plain, and anybody who may write to the namespace may send one. */
function readHeader({ headers }: { readonly headers: Headers }): Trail | undefined {
  const payload = headers[trailHeader];
  try {
    return payload && readTrail(defaultPayloadConverter.fromPayload(payload));
  } catch {
    return undefined;
  }
}

/** Sends the trail along with what starts a run or commands it. */
export const sendTrail: WorkflowClientInterceptor = {
  startWithDetails: (input, next) =>
    inSpan({ name: `start ${input.workflowType}`, kind: 'client' }, () => next(withTrail(input))),
  startUpdate: (input, next) =>
    inSpan({ name: `update ${input.updateName}`, kind: 'client' }, () => next(withTrail(input))),
};

/** Runs an activity on the trail of the request that caused it, and says in each log line which one that is. */
export const followActivityTrail: ActivityInterceptorsFactory = ({ info: { activityType, attempt } }) => {
  // The SDK's own lines are written outside the activity.
  let trail: Trail | undefined;
  return {
    inbound: {
      execute: (input, next) => {
        trail = readHeader(input);
        return onTrail(trail, () =>
          inSpan({ name: activityType, kind: 'consumer', attributes: { attempt } }, () => next(input)),
        );
      },
    },
    outbound: {
      getLogAttributes: (attributes, next) => next({ ...attributes, ...defined({ requestId: trail?.requestId }) }),
    },
  };
};
