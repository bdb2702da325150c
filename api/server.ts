/** The listening server: its time-outs, and a stop that interrupts no request. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { ConfigError } from '../adapters/env';

/** Milliseconds; a caller who sends slowly holds a connection no longer. */
const timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 20_000,
  connectionsCheckingInterval: 2_000,
};

const closeIdleEveryMs = 50;

export interface Listening {
  readonly url: string;
  /** Stops taking requests and resolves when running ones are answered, after `graceMs` milliseconds at most. */
  stop(graceMs: number): Promise<void>;
}

/** Where to listen. The variables that say so are `<prefix>HOST` and `<prefix>PORT`. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly prefix?: string;
}

function whyNotListening(error: NodeJS.ErrnoException, { host, port, prefix = '' }: ListenAddress): Error {
  const address = `${host}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`${address} is in use by another process. Set ${prefix}PORT to a free port.`);
    case 'EACCES':
      return new ConfigError(
        `This process has no permission to listen at ${address}. Set ${prefix}PORT to another port.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`${host} is not an address of this machine. Set ${prefix}HOST to one of its addresses.`);
    default:
      return error;
  }
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection that was busy at the close becomes idle later, and is then nobody else's to end.
  const idle = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs);
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

/** Starts to listen. @throws ConfigError if the address cannot be used */
export async function listen(app: RequestListener, at: ListenAddress): Promise<Listening> {
  const server = createServer(timeouts, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(whyNotListening(error, at));
    });
    server.listen({ host: at.host, port: at.port }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port');
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${shown}:${address.port}`, stop: (graceMs) => stop(server, graceMs) };
}
