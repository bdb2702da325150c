/**
 * Hands the messages of an activation to the run, in one order: the start, the signals, the updates, the rest. Handlers
 * are set while the run starts, so that a message meets its handler whether it came with the start or after it.
 *
 * Signals go straight to the handler of the run. The SDK's own way makes a chain of promises for each, and takes a stack
 * trace for each promise, so that a flood of signals would outlast the workflow task; and it fails the task for a name
 * that begins with `__temporal_`.
 */
import { CancellationScope, type ActivateInput, type Next, type WorkflowInterceptors } from '@temporalio/workflow';
import { payloadConverter } from './payload-converter';
import { createTrailInterceptors } from './trail';

/** Handles a signal. It must not throw and must not wait: it is finished when it returns. */
type SignalHandler = (name: string, args: readonly unknown[]) => void;

/** The handlers by the root scope of their run, so that one ends with its run and no other run can reach it. */
const handlers = new WeakMap<CancellationScope, SignalHandler>();

/**
 * Registers the handler of all signals of the run. A workflow calls it before it waits for anything; otherwise the SDK
 * handles its signals.
 */
export function takeSignals(handler: SignalHandler): void {
  handlers.set(CancellationScope.current(), handler);
}

type Jobs = NonNullable<ActivateInput['activation']['jobs']>;

function activate(input: ActivateInput, next: Next<Required<Internals>, 'activate'>): void {
  const jobs = input.activation.jobs ?? [];
  const run = (some: Jobs): void => {
    if (some.length > 0) next({ ...input, activation: { ...input.activation, jobs: some } });
  };
  run(jobs.filter(({ initializeWorkflow }) => initializeWorkflow));
  const handler = handlers.get(CancellationScope.current());
  const rest = jobs.filter(({ initializeWorkflow }) => !initializeWorkflow);
  if (!handler) {
    run(rest);
    return;
  }
  for (const { signalWorkflow: signal } of rest) {
    if (signal)
      handler(
        signal.signalName ?? '',
        (signal.input ?? []).map((payload) => payloadConverter.fromPayload(payload)),
      );
  }
  run(rest.filter(({ signalWorkflow }) => !signalWorkflow));
}

type Internals = NonNullable<WorkflowInterceptors['internals']>[number];

/** Makes the interceptors of a run. The SDK calls this once for each run. */
export function interceptors(): WorkflowInterceptors {
  const { inbound, outbound, leave } = createTrailInterceptors();
  const activateOnTrail: typeof activate = (input, next) => {
    if (input.activation.jobs?.some(({ signalWorkflow }) => signalWorkflow)) leave();
    activate(input, next);
  };
  return { inbound: [inbound], outbound: [outbound], internals: [{ activate: activateOnTrail }] };
}
