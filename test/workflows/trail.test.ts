/** Which request an activity or a notice is said to be for: the one that the run acts upon, and never an earlier one. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type {
  ActivityInput,
  StartChildWorkflowExecutionInput,
  UpdateInput,
  WorkflowExecuteInput,
} from '@temporalio/workflow';
import { trailHeader } from '../../workflows/contract/names';
import { createTrailInterceptors } from '../../workflows/trail';

const toPayload = (requestId: string): Payload => defaultPayloadConverter.toPayload({ requestId });
const withTrail = (requestId: string) => ({ headers: { [trailHeader]: toPayload(requestId) } });

function createRun() {
  const { inbound, outbound, leave } = createTrailInterceptors();
  const read = ({ [trailHeader]: payload }: Readonly<Record<string, Payload>>): unknown =>
    payload && defaultPayloadConverter.fromPayload<{ requestId: string }>(payload).requestId;
  return {
    leave,
    start: (input: object) => inbound.execute?.(input as WorkflowExecuteInput, () => Promise.resolve()),
    update: (input: object) => inbound.handleUpdate?.(input as UpdateInput, () => Promise.resolve()),
    /** The ids that an activity and a child are started with. */
    begin: async () => [
      await outbound.scheduleActivity?.({ headers: {} } as ActivityInput, ({ headers }) =>
        Promise.resolve(read(headers)),
      ),
      await outbound
        .startChildWorkflowExecution?.({ headers: {} } as StartChildWorkflowExecutionInput, ({ headers }) =>
          Promise.resolve([Promise.resolve(String(read(headers))), Promise.resolve()]),
        )
        .then(([id]) => id),
    ],
  };
}

test('what a run begins is for the request that started it, until another one commands it', async () => {
  const run = createRun();
  await run.start(withTrail('submit'));
  expect(await run.begin()).toEqual(['submit', 'submit']);
  await run.update(withTrail('accept'));
  expect(await run.begin()).toEqual(['accept', 'accept']);
});

test('a raw signal, and an update of somebody else, are no request of ours', async () => {
  const run = createRun();
  await run.start(withTrail('submit'));
  run.leave();
  expect(await run.begin()).toEqual([undefined, 'undefined']);
  await run.update(withTrail('accept'));
  await run.update({ headers: {} });
  expect(await run.begin()).toEqual([undefined, 'undefined']);
});

test('one run knows nothing of another', async () => {
  const [one, other] = [createRun(), createRun()];
  await one.start(withTrail('submit'));
  expect(await other.begin()).toEqual([undefined, 'undefined']);
});
