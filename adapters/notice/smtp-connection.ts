/**
 * The connection to the mail server, with a bound on all that it says: nodemailer bounds each answer, but keeps answers
 * that nobody asked for, and goes through blank lines one by one, until it does little else.
 */
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Of one mail, TLS and all: a conversation takes less than 10 KiB. */
const maxBytes = 64 * 1024;
/** Until there is a connection, in milliseconds. */
const connectMs = 10_000;

/** Why there is no connection; `code` as nodemailer has it. */
class SmtpUnreachable extends Error {
  constructor(
    readonly code: 'EDNS' | 'ESOCKET' | 'ETIMEDOUT',
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'SmtpUnreachable';
  }
}

/** Reads from a socket with a bound, even below TLS. */
export class BoundedConnection extends Duplex {
  /** Whether the connection was cut because the server sent too much. */
  isTooLong = false;
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    let bytes = 0;
    socket.on('data', (part: Buffer) => {
      bytes += part.byteLength;
      if (bytes > maxBytes) {
        this.isTooLong = true;
        this.destroy(new Error('too long'));
      } else if (!this.push(part)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('timeout', () => this.emit('timeout'));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  setTimeout(ms: number): this {
    this.#socket.setTimeout(ms);
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(part: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(part, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

const isNameFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOTFOUND', 'EAI_AGAIN'].includes(String(error.code));

/** Opens a connection to the mail server. @throws SmtpUnreachable */
export function openConnection(
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<BoundedConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (code: SmtpUnreachable['code'], cause?: unknown): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', endInTime);
      socket.destroy();
      reject(new SmtpUnreachable(code, { cause }));
    };
    const endInTime = (): void => {
      fail('ETIMEDOUT');
    };
    const timer = setTimeout(endInTime, connectMs);
    signal.addEventListener('abort', endInTime, { once: true });
    if (signal.aborted) endInTime();
    socket.on('error', (error) => {
      fail(isNameFailure(error) ? 'EDNS' : 'ESOCKET', error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', endInTime);
      resolve(new BoundedConnection(socket));
    });
  });
}
