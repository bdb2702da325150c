/**
 * Reads the address of Temporal and the credentials for it, from the Temporal CLI's own variables and profiles
 * (`TEMPORAL_*`).
 */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { z } from 'zod';
import { childEnv, ConfigError, parseEnv } from '../env';
import { errorMessage } from '../errors';
import { isLoopbackAddress } from '../http/loopback';
import type { Setting } from '../settings';
import { defined } from '../../workflows/contract/defined';
import { dataConverter, failureConverterPath } from './converters';
import { type ApiKeyFollower, followApiKey, readApiKey } from './api-key';
import { createPayloadCodec } from './payload-codec';
import type { PayloadKeys } from './payload-keys';

/** The variables that this file reads, for `--help`. They are those of the Temporal CLI, which also has others. */
export const temporalSettings: readonly Setting[] = [
  { name: 'TEMPORAL_ADDRESS', meaning: 'The Temporal server.', byDefault: '127.0.0.1:7233' },
  { name: 'TEMPORAL_NAMESPACE', meaning: 'The namespace there.', byDefault: 'default' },
  { name: 'TEMPORAL_API_KEY', meaning: 'An API key for it.' },
  { name: 'TEMPORAL_API_KEY_FILE', meaning: 'A file with the API key, read again when it changes.' },
  { name: 'TEMPORAL_TLS_…', meaning: 'TLS, with the variables of the Temporal CLI.' },
  { name: 'TEMPORAL_PROFILE', meaning: "A profile of the Temporal CLI's configuration file." },
];

const Environment = z
  .object({ TEMPORAL_API_KEY: z.string().optional(), TEMPORAL_API_KEY_FILE: z.string().optional() })
  .refine((env) => env.TEMPORAL_API_KEY === undefined || env.TEMPORAL_API_KEY_FILE === undefined, {
    path: ['TEMPORAL_API_KEY_FILE'],
    message: 'cannot be set together with TEMPORAL_API_KEY. Set one of them',
  });

type ConnectionOptions = ReturnType<typeof temporalConfig>['connectionOptions'];

/** Reads the variables and the profile. @throws ConfigError */
function load(apiKey: string | undefined) {
  try {
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({
      overrideEnvVars: childEnv(defined({ TEMPORAL_API_KEY: apiKey })),
    });
    return { namespace, connectionOptions: { address: '127.0.0.1:7233', ...connectionOptions } };
  } catch (error) {
    throw new ConfigError(`The settings of Temporal cannot be used: ${errorMessage(error)}. Check TEMPORAL_*.`);
  }
}

/**
 * Reads the connection. `namespace` is `default` unless the environment or a profile says otherwise.
 * @throws ConfigError
 */
export function temporalConfig() {
  const { TEMPORAL_API_KEY_FILE: apiKeyFile } = parseEnv(Environment);
  return { ...load(apiKeyFile === undefined ? undefined : readApiKey(apiKeyFile)), apiKeyFile };
}

export type TemporalConfig = ReturnType<typeof temporalConfig>;

/** Follows the file of the API key, if there is one. */
export function followKey(
  { apiKeyFile, connectionOptions: { apiKey } }: TemporalConfig,
  follower: Pick<ApiKeyFollower, 'onKey' | 'onError'>,
): void {
  if (apiKeyFile !== undefined && apiKey !== undefined) followApiKey(apiKeyFile, { ...follower, key: apiKey });
}

/**
 * Returns how the worker connects. The SDK compresses what it sends unless told otherwise, which on this machine costs
 * more than the bytes that it saves.
 */
export const toWorkerConnection = (options: ConnectionOptions): NativeConnectionOptions =>
  isLoopbackAddress(options.address) ? { ...options, grpcCompression: { codec: 'none' } } : options;

/** Returns the data converter of client and worker. Without keys, nothing is encrypted. */
export const createDataConverter = (keys: PayloadKeys | undefined): DataConverter =>
  keys ? { ...dataConverter, failureConverterPath, payloadCodecs: [createPayloadCodec(keys)] } : dataConverter;
