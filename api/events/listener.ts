/** One open stream of server-sent events. A client that does not read is disconnected. */
import type { Writable } from 'node:stream';

/** The browser's wait before it comes back, in milliseconds. */
const retryMs = 2_000;

/** Timers count in 32 bits; a stream that ends is opened again. */
const longestMs = 24 * 3_600 * 1_000;

export interface Listener {
  /** Sends the id of the current state, unless the listener knows it already. */
  tell(id: string): void;
  beat(): void;
  end(): void;
}

export interface ListenerOptions {
  readonly stream: Writable;
  /** The id of the last event that the listener got on another connection. */
  readonly knownId: string | undefined;
  /** The time after which the stream ends, in milliseconds. */
  readonly forMs: number;
  readonly onEnd: () => void;
}

export function openListener({ stream, knownId, forMs, onEnd }: ListenerOptions): Listener {
  let known = knownId;
  const end = (): void => {
    if (stream.writableNeedDrain) stream.destroy();
    else stream.end();
  };
  const expiry = setTimeout(end, Math.min(forMs, longestMs));
  stream.once('close', () => {
    clearTimeout(expiry);
    onEnd();
  });
  // It closes after this.
  stream.on('error', () => undefined);

  const write = (text: string): void => {
    if (stream.writableEnded || stream.destroyed) return;
    if (stream.writableNeedDrain) stream.destroy();
    else stream.write(text);
  };
  write(`retry: ${retryMs}\n\n`);

  return {
    tell: (id) => {
      if (id === known) return;
      known = id;
      write(`event: changed\nid: ${id}\ndata: {}\n\n`);
    },
    beat: () => write(': still here\n\n'),
    end,
  };
}
