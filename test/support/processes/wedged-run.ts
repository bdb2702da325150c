/** A submission whose history no build of ours fits, until it is begun anew. */
import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import { dataConverter } from '../../../adapters/temporal/converters';
import { submissionType, toWorkflowId } from '../../../workflows/contract/names';
import { integration, policy, project, sender } from '../domain/fixtures';
import { waitFor } from '../../../dev/processes/wait-for';

type Bundle = NonNullable<WorkerOptions['workflowBundle']>;

export const goodBundle: Bundle = { codePath: require.resolve('../../../dist/workflow-bundle.js') };

/** The bundle of a worker with payload keys. */
export const sealingBundle: Bundle = { codePath: require.resolve('../../../dist/workflow-bundle-sealing.js') };

/** A worker with it fails every workflow task of a submission that another one began. */
export const wedgingBundle = (): Promise<Bundle> =>
  bundleWorkflowCode({ workflowsPath: require.resolve('./wedging-workflows'), logger: new DefaultLogger('ERROR') });

/** Beside the service's own worker, which must not meet it before it is wedged. */
const taskQueue = 'wedged';

/** @returns the end of the worker with our code that tries it */
export async function startWedgedRun(address: string, projectId: string): Promise<() => Promise<void>> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const [connection, native] = [await Connection.connect({ address }), await NativeConnection.connect({ address })];
  const client = new Client({ connection, dataConverter });
  const createWorker = (workflowBundle: Bundle): Promise<Worker> =>
    Worker.create({ connection: native, taskQueue, workflowBundle, dataConverter });
  const at = { companyId: 'acme', projectId };
  const submit = { ...at, project, integration, policy, by: { ...sender, channel: 'api' } };
  const handle = await client.workflow.start(submissionType, {
    workflowId: toWorkflowId(at),
    taskQueue,
    args: [{ submit }],
  });
  const isWedged = async (): Promise<boolean> =>
    ((await handle.fetchHistory()).events ?? []).some((event) => event.timerStartedEventAttributes);
  const wedging = await createWorker(await wedgingBundle());
  await wedging.runUntil(waitFor('a history of another kind', isWedged));
  await handle.signal('reject', { by: 'accountant', reason: 'Job number is taken' });
  const worker = await createWorker(goodBundle);
  const ended = worker.run();
  return async () => {
    worker.shutdown();
    await ended;
    await Promise.all([connection.close(), native.close()]);
  };
}
