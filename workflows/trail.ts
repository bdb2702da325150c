/**
 * Hands on the trail of the request that a run acts upon, to the activities and workflows that it starts. A header of a
 * command is no command: it changes nothing in a replay.
 */
import type { Headers, WorkflowInterceptors } from '@temporalio/workflow';
import { trailHeader } from './contract/names';

interface TrailInterceptors {
  readonly inbound: NonNullable<WorkflowInterceptors['inbound']>[number];
  readonly outbound: NonNullable<WorkflowInterceptors['outbound']>[number];
  /** What follows is nobody's request: a raw signal brings no trail. */
  readonly leave: () => void;
}

/** Makes the interceptors of one run. */
export function createTrailInterceptors(): TrailInterceptors {
  let trail: Headers[string] | undefined;
  const take = (headers: Headers): void => {
    trail = headers[trailHeader];
  };
  const hand = <T extends { readonly headers: Headers }>(input: T): T =>
    trail ? { ...input, headers: { ...input.headers, [trailHeader]: trail } } : input;
  return {
    inbound: {
      execute: (input, next) => {
        take(input.headers);
        return next(input);
      },
      handleUpdate: (input, next) => {
        take(input.headers);
        return next(input);
      },
    },
    outbound: {
      scheduleActivity: (input, next) => next(hand(input)),
      startChildWorkflowExecution: (input, next) => next(hand(input)),
    },
    leave: () => {
      trail = undefined;
    },
  };
}
