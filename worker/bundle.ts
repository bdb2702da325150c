/**
 * Bundles the workflows into one file, so that a worker starts without a bundler. It is part of the build. A worker with
 * payload keys has a bundle of its own, which also encrypts the words of failures.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { dataConverter, failureConverterPath } from '../adapters/temporal/converters';
import type { PayloadKeys } from '../adapters/temporal/payload-keys';

const toBundlePath = (name: string): string => join(__dirname, '..', `${name}.js`);
const plainPath = toBundlePath('workflow-bundle');
const sealingPath = toBundlePath('workflow-bundle-sealing');

/** Returns the path of the bundle of a worker with these keys. */
export const findBundlePath = (keys: PayloadKeys | undefined): string => (keys ? sealingPath : plainPath);

async function bundle(path: string, failures: { readonly failureConverterPath?: string } = {}): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    payloadConverterPath: dataConverter.payloadConverterPath,
    ...failures,
    // They keep nothing of a run in their module scope, so all runs of a worker may share them: each is read once.
    preloadModules: [require.resolve('../workflows'), dataConverter.payloadConverterPath],
    workflowInterceptorModules: [require.resolve('../workflows/interceptors')],
    logger: new DefaultLogger('WARN'),
    // Names in stacks begin there, wherever the build put it.
    webpackConfigHook: (config) => ({ ...config, context: join(__dirname, '..') }),
  });
  await writeFile(path, code);
}

async function bundleBoth(): Promise<void> {
  await bundle(plainPath);
  await bundle(sealingPath, { failureConverterPath });
}

if (require.main === module) void bundleBoth();
