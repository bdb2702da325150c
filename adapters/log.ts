/** Logs one line of JSON for each event on stdout, without secrets and tokens. */
import pino, { type Logger } from 'pino';

const secrets = ['authorization', 'cookie', 'token', 'secret', 'password', 'apiKey', 'idempotency-key'];

/** Creates a logger. `level` is trace, debug, info, warn, error, fatal or silent. */
export const createLogger = (name: string, level: string): Logger =>
  pino({
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]), censor: '[redacted]' },
  });
