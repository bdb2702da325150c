/** Where Temporal is and how to get in: the CLI's own variables and profiles (`TEMPORAL_*`). */
import { loadClientConnectConfig } from '@temporalio/envconfig';

/** `namespace` is `default` unless the environment or profile says otherwise. */
export function temporalConfig() {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  return { namespace, connectionOptions: { address: '127.0.0.1:7233', ...connectionOptions } };
}

/** Client and worker read payloads alike; the path is bundled into the sandbox as well. */
export const dataConverter = { payloadConverterPath: require.resolve('../../workflows/payload-converter') };
