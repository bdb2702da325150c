/** The SDK's runtime, whose logs go through ours. It is installed once in a process, before any connection. */
import {
  makeTelemetryFilterString,
  Runtime,
  type LogLevel,
  type RuntimeOptions,
  type TelemetryOptions,
} from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import { defined } from '../../workflows/contract/defined';
import { ConfigError } from '../env';
import { errorMessage } from '../errors';
import type { MetricsAddress } from '../metrics-settings';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** The SDK's word for a worker that was made for activities alone, as ours of the notices is: nothing to warn of. */
const asIntended = 'No workflows registered, not polling for workflow tasks';

/**
 * Leaves out the data of a failure. Its details hold what the ERP has and what would be written, with the names of people
 * and projects; Temporal has them, and encrypts them where there are payload keys.
 */
function withoutData(attributes: object): object {
  if (!('error' in attributes) || !(attributes.error instanceof ApplicationFailure)) return attributes;
  const { name, type, nonRetryable } = attributes.error;
  return { ...attributes, error: { name, type, nonRetryable } };
}

const toExporter = ({ host, port }: MetricsAddress): TelemetryOptions['metrics'] => ({
  prometheus: {
    bindAddress: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    countersTotalSuffix: true,
    unitSuffix: true,
    useSecondsForDurations: true,
  },
});

/** @internal Tests install it with a log of their own. */
export function runtimeOptions(log: Logger, metrics?: MetricsAddress): RuntimeOptions {
  const write = (level: LogLevel, message: string, attributes: object = {}): void => {
    log[message === asIntended ? 'debug' : levels[level]](withoutData(attributes), message);
  };
  return {
    logger: {
      log: write,
      trace: (message, attributes) => {
        write('TRACE', message, attributes);
      },
      debug: (message, attributes) => {
        write('DEBUG', message, attributes);
      },
      info: (message, attributes) => {
        write('INFO', message, attributes);
      },
      warn: (message, attributes) => {
        write('WARN', message, attributes);
      },
      error: (message, attributes) => {
        write('ERROR', message, attributes);
      },
    },
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      ...defined({ metrics: metrics && toExporter(metrics) }),
    },
  };
}

/**
 * Installs the runtime. With an address for metrics, the SDK offers its own and those of its meter there.
 * @throws ConfigError if the address cannot be used
 */
export function installRuntime(log: Logger, metrics?: MetricsAddress): void {
  try {
    Runtime.install(runtimeOptions(log, metrics));
  } catch (error) {
    if (!metrics) throw error;
    const address = `${metrics.host}:${metrics.port}`;
    throw new ConfigError(
      `The metrics cannot use ${address}: ${errorMessage(error)}. Set METRICS_PORT and METRICS_HOST.`,
    );
  }
}
