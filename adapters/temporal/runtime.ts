/** The SDK's runtime, whose logs go through ours. It is installed once in a process, before any connection. */
import { makeTelemetryFilterString, type LogLevel, type RuntimeOptions } from '@temporalio/worker';
import type { Logger } from 'pino';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** The SDK's word for a worker that was made for activities alone, as ours of the notices is: nothing to warn of. */
const asIntended = 'No workflows registered, not polling for workflow tasks';

export function runtimeOptions(log: Logger): RuntimeOptions {
  const write = (level: LogLevel, message: string, attributes: object = {}): void => {
    log[message === asIntended ? 'debug' : levels[level]](attributes, message);
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
