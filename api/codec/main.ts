/** The codec process, `npm run codec`: configuration → server, until SIGTERM or SIGINT. */
import { readCommandLine } from '../../adapters/arguments';
import { createLogger } from '../../adapters/log';
import { formatSettings } from '../../adapters/settings';
import { listen } from '../server';
import { stopSignal } from '../stop-signal';
import { codecSettings, readCodecConfig } from './config';
import { createCodecServer } from './server';

/** The word behind `npm run api --`. */
export const codecWord = 'codec';

const usage = `npm run codec: decrypts payloads for the Temporal UI and CLI until it is stopped.

It decrypts only. What the CLI or the UI sends to Temporal is never encrypted by it.

Environment
${formatSettings(codecSettings)}

docs/encryption.md explains how to use it.`;

const graceMs = 2_000;

/** Runs the codec server. @throws ConfigError */
export async function runCodec(args: readonly string[]): Promise<void> {
  if (!readCommandLine(args, { command: 'npm run api', usage, words: [codecWord] })) return;
  const { keys, token, uiOrigin, host, port, logLevel } = readCodecConfig();
  const log = createLogger('codec', logLevel);
  const server = await listen(createCodecServer({ keys, token, uiOrigin, log }), { host, port, prefix: 'CODEC_' });
  log.info({ url: server.url, uiOrigin }, 'codec server started');
  const signal = await stopSignal();
  log.info({ signal }, 'codec server stopping');
  await server.stop(graceMs);
}
