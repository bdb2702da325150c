/**
 * One holder a name on this machine. A lock is a listening socket, so that it is gone with its holder,
 * however that one ended.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../adapters/env';
import { errorCode } from '../../adapters/errors';
import { typedPath } from '../project';
import { sha256 } from '../../adapters/sha256';

async function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  server.listen(path);
  try {
    await once(server, 'listening');
    return server.unref();
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** @returns how to let go; `undefined` when another process holds this path's lock */
export async function tryLock(lockedPath: string): Promise<(() => void) | undefined> {
  const name = sha256(lockedPath).slice(0, 16);
  const path = join(tmpdir(), `ledgergate-${name}.sock`);
  let server = await listen(path);
  if (!server && !(await isHeld(path))) {
    await rm(path, { force: true });
    server = await listen(path);
  }
  const held = server;
  return held && (() => held.close());
}

/**
 * One start a data folder: two Temporal servers would open the same database without a complaint.
 * @returns how to let go; @throws ConfigError when another start uses the folder
 */
export async function lockFolder(directory: string): Promise<() => void> {
  const unlock = await tryLock(directory);
  if (unlock) return unlock;
  const folder = typedPath(directory);
  throw new ConfigError(`Another npm start uses ${folder}. Stop it, or set LEDGERGATE_VAR to another folder.`);
}
