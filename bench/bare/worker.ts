/** The bare worker's process, with the SDK's own defaults: `node worker.js <directory>`. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { temporalConfig } from '../../adapters/temporal/connection';
import { createBareActivities } from './activities';
import { bareTaskQueue } from './workflow';

async function main(directory: string): Promise<void> {
  const { namespace, connectionOptions } = temporalConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: bareTaskQueue,
    workflowsPath: require.resolve('./workflow'),
    activities: createBareActivities(directory),
  });
  await worker.run();
  await connection.close();
}

if (require.main === module) void main(process.argv[2] ?? '.');
