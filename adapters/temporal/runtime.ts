/** The SDK's runtime, whose logs go through ours. It is installed once in a process, before any connection. */
import { makeTelemetryFilterString, type LogLevel, type RuntimeOptions } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';

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

export function runtimeOptions(log: Logger): RuntimeOptions {
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
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  };
}
