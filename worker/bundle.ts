/** Bundles the workflows into one file, so that a worker starts without a bundler. It is part of the build. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { dataConverter } from '../adapters/temporal/connection';

export const bundlePath = join(__dirname, '..', 'workflow-bundle.js');

async function bundle(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    payloadConverterPath: dataConverter.payloadConverterPath,
    // They keep nothing of a run in their module scope, so all runs of a worker may share them: each is read once.
    preloadModules: [require.resolve('../workflows'), dataConverter.payloadConverterPath],
    workflowInterceptorModules: [require.resolve('../workflows/interceptors')],
    logger: new DefaultLogger('WARN'),
    // Names in stacks begin there, wherever the build put it.
    webpackConfigHook: (config) => ({ ...config, context: join(__dirname, '..') }),
  });
  await writeFile(bundlePath, code);
}

if (require.main === module) void bundle();
