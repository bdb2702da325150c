/** Stands before a Temporal server as an authorizer does: it refuses what a test says, and passes on all other calls. */
import { once } from 'node:events';
import {
  connect,
  constants,
  createServer,
  type ClientHttp2Session,
  type Http2Session,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface FrontCall {
  /** The last part of the path, such as `StartWorkflowExecution`. */
  readonly method: string;
  /** The API key that the caller sent. */
  readonly apiKey: string | undefined;
}

export interface GrpcStatus {
  /** A gRPC status code. */
  readonly code: number;
  readonly message: string;
}

/** `undefined`: the call passes. */
export type Refusing = (call: FrontCall) => GrpcStatus | undefined;

function refuse(stream: ServerHttp2Stream, { code, message }: GrpcStatus): void {
  const trailers = { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(message) };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
  stream.resume();
}

function pass(
  stream: ServerHttp2Stream,
  { ':authority': _, ...headers }: IncomingHttpHeaders,
  target: ClientHttp2Session,
) {
  const upstream = target.request(headers);
  let trailers: IncomingHttpHeaders = {};
  upstream.on('response', (answered, flags) => {
    const isLast = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answered, { endStream: isLast, waitForTrailers: !isLast });
    if (!isLast) upstream.pipe(stream);
  });
  upstream.on('trailers', (sent) => {
    trailers = sent;
  });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  const end = (): void => {
    upstream.close();
    stream.close();
  };
  upstream.on('error', end);
  stream.on('error', end).on('aborted', end);
  stream.pipe(upstream);
}

export class TemporalFront {
  readonly #server = createServer();
  readonly #sessions = new Set<Http2Session>();
  /** Decides on each call when it comes. */
  refusing: Refusing = () => undefined;

  /** `target`: the address of the server, such as `127.0.0.1:7233`. */
  static async start(target: string): Promise<TemporalFront> {
    const front = new TemporalFront();
    front.#server.on('session', (session) => {
      front.#meet(session, connect(`http://${target}`));
    });
    front.#server.listen(0, '127.0.0.1');
    await once(front.#server, 'listening');
    return front;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Breaks open connections. */
  hangUp(): void {
    for (const session of this.#sessions) session.destroy();
  }

  stop(): void {
    this.#server.close();
    this.hangUp();
  }

  /** A connection of the client has one of its own to the server, and both end together. */
  #meet(session: ServerHttp2Session, target: ClientHttp2Session): void {
    this.#sessions.add(session);
    target.on('error', () => undefined).on('close', () => session.destroy());
    session
      .on('error', () => undefined)
      .on('close', () => {
        this.#sessions.delete(session);
        target.destroy();
      });
    session.on('stream', (stream, headers) => {
      const method = headers[':path']?.split('/').at(-1) ?? '';
      const refused = this.refusing({ method, apiKey: headers.authorization?.replace(/^Bearer /, '') });
      if (refused) refuse(stream, refused);
      else if (target.destroyed) stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else pass(stream, headers, target);
    });
  }
}
