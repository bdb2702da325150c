/** A PostgreSQL of the test's own on a free port, where the machine has one (such as Debian's package). */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findPostgresql,
  giveTo,
  postgresqlAccount,
  requirePostgresql,
} from '../../../dev/processes/postgresql-programs';
import { freePort } from '../../../dev/processes/ports';
import { listensAt } from '../../../dev/processes/until-listens';
import { endProcess, untilReady, watchProcess } from '../../../dev/processes/watched-process';

const path = process.env['PATH'] ?? '';

export const isPostgresqlThere = (): boolean => findPostgresql(path) !== undefined;

/** Its major version: a cluster is of no use to another one. */
export const postgresqlVersion = (): string =>
  /\d+/.exec(execFileSync(join(requirePostgresql(path), 'postgres'), ['--version'], { encoding: 'utf8' }))?.[0] ??
  'unknown';

export interface Postgresql {
  /** Without a database's name: `postgresql://user@host:port/`. */
  readonly uri: string;
  /** Its cluster, which may be copied when it has stopped. */
  readonly directory: string;
  readonly pid: number | undefined;
  /** In good order, as its cluster needs to be copied. */
  readonly stop: () => Promise<void>;
  /** Stops it and removes the cluster. */
  readonly remove: () => Promise<void>;
}

/** Its data needs not outlive the machine, only its own end. */
const settings = (port: number): string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    full_page_writes: 'off',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** @param cluster copied when given; else a new one is made */
export async function startPostgresql(cluster?: string): Promise<Postgresql> {
  const bin = requirePostgresql(path);
  const as = postgresqlAccount();
  const home = mkdtempSync(join(tmpdir(), 'ledgergate-postgresql-'));
  const directory = join(home, 'data');
  giveTo(as, home);
  if (cluster === undefined) {
    const options = ['--auth=trust', '--username=tryton', '--encoding=UTF8', '--locale=C', '--no-sync'];
    execFileSync(join(bin, 'initdb'), ['-D', directory, ...options], {
      ...as,
      cwd: home,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } else {
    cpSync(cluster, directory, { recursive: true });
    chmodSync(directory, 0o700);
    giveTo(as, directory);
  }
  const port = await freePort();
  const child = spawn(join(bin, 'postgres'), ['-D', directory, ...settings(port)], {
    ...as,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Clients that are still there are cut off; "fast" in its own words.
  const stop = (): Promise<void> => endProcess(child, { signal: 'SIGINT', killAfterMs: 60_000 });
  await untilReady(watchProcess(child), 'PostgreSQL', () => listensAt(port));
  return {
    uri: `postgresql://tryton@127.0.0.1:${port}/`,
    directory,
    pid: child.pid,
    stop,
    remove: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
