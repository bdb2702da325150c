/** Waits until something listens on a port. */
import { connect } from 'node:net';
import { waitFor } from './wait-for';

/** @internal */
export const listensAt = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** @throws NotInTime after a minute */
export const untilListens = (what: string, port: number, host = '127.0.0.1'): Promise<unknown> =>
  waitFor(what, () => listensAt(port, host), 60_000, 100);
