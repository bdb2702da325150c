/**
 * Reads the address of Temporal and the credentials for it, from the Temporal CLI's own variables and profiles
 * (`TEMPORAL_*`).
 */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { isLoopbackAddress } from '../http/loopback';
import type { Setting } from '../settings';

/** The variables that this file reads, for `--help`. They are those of the Temporal CLI, which also has others. */
export const temporalSettings: readonly Setting[] = [
  { name: 'TEMPORAL_ADDRESS', meaning: 'The Temporal server.', byDefault: '127.0.0.1:7233' },
  { name: 'TEMPORAL_NAMESPACE', meaning: 'The namespace there.', byDefault: 'default' },
  { name: 'TEMPORAL_API_KEY', meaning: 'An API key for it.' },
  { name: 'TEMPORAL_TLS_…', meaning: 'TLS, with the variables of the Temporal CLI.' },
  { name: 'TEMPORAL_PROFILE', meaning: "A profile of the Temporal CLI's configuration file." },
];

type ConnectionOptions = ReturnType<typeof temporalConfig>['connectionOptions'];

/** Reads the connection. `namespace` is `default` unless the environment or a profile says otherwise. */
export function temporalConfig() {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  return { namespace, connectionOptions: { address: '127.0.0.1:7233', ...connectionOptions } };
}

/**
 * Returns how the worker connects. The SDK compresses what it sends unless told otherwise, which on this machine costs
 * more than the bytes that it saves.
 */
export const toWorkerConnection = (options: ConnectionOptions): NativeConnectionOptions =>
  isLoopbackAddress(options.address) ? { ...options, grpcCompression: { codec: 'none' } } : options;

/** The data converter of client and worker. Its path is also bundled into the sandbox. */
export const dataConverter = { payloadConverterPath: require.resolve('../../workflows/payload-converter') };
