import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promiseHooks } from 'node:v8';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { dataConverter } from '../../adapters/temporal/converters';
import { flooded, nudges, parseHistory, type Flood, type History } from '../../bench/flooded-history';

const workflowBundle = { codePath: require.resolve('../../dist/workflow-bundle.js') };
// Workflows run in this thread, where their promises can be counted.
const options = { workflowBundle, dataConverter, debugMode: true };

const recorded = (name: string): History =>
  parseHistory(readFileSync(join(__dirname, '..', 'histories', `${name}.json`), 'utf8'));

const isInWorkflow = (promise: object): boolean => {
  const evaluate = promise.constructor.constructor as (code: string) => () => boolean;
  return evaluate('return "__TEMPORAL_ACTIVATOR__" in globalThis')();
};

/** How many promises the workflow makes while this is replayed. */
async function countPromises(history: History): Promise<number> {
  let count = 0;
  const stop = promiseHooks.onInit((promise) => {
    if (isInWorkflow(promise)) count += 1;
  }) as () => void;
  try {
    await Worker.runReplayHistory(options, history, 'submission:acme:exported');
  } finally {
    stop();
  }
  return count;
}

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
});

describe('a flood of raw signals', () => {
  const twice = (signals: readonly string[]): Flood[] =>
    ['WORKFLOW_TASK_COMPLETED', 'ACTIVITY_TASK_SCHEDULED'].map((after) => ({ after, signals, inOneTask: 1_000 }));

  test('makes no promise in the workflow, before a decision or during an export', async () => {
    const history = recorded('exported');
    const without = await countPromises(history);
    expect(without).toBeGreaterThan(10);
    expect(await countPromises(twice(nudges(1_000)).reduce(flooded, history))).toBeLessThan(without + 20);
  });

  test('under names that the SDK keeps to itself does not stop a history that was recorded with it', async () => {
    const kept = ['__temporal_x', '__temporal_', '__temporal_workflow_stream_publish', '__stack_trace'];
    const history = twice(kept).reduce(flooded, recorded('exported'));
    await expect(Worker.runReplayHistory(options, history, 'submission:acme:exported')).resolves.toBeUndefined();
  });
});
