/** A codec server on a free port. */
import { Writable } from 'node:stream';
import pino from 'pino';
import { createCodecServer } from '../../../api/codec/server';
import { listen } from '../../../api/server';
import { keysOf } from '../payload-keys';

export const codecToken = 'a-token-of-the-codec-server';
export const uiOrigin = 'http://127.0.0.1:8233';

export interface CodecServer {
  readonly url: string;
  /** Everything that was logged. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function startCodec(keys = keysOf('k1'), origin: string | undefined = uiOrigin): Promise<CodecServer> {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = pino({ level: 'trace' }, sink);
  const app = createCodecServer({ keys, token: codecToken, uiOrigin: origin, log });
  const server = await listen(app, { host: '127.0.0.1', port: 0 });
  return { url: server.url, log: () => lines.join(''), stop: () => server.stop(1_000) };
}
