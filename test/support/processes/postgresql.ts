/** A PostgreSQL of the test's own on a free port, where the machine has one (such as Debian's package). */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '../../../dev/processes/ports';
import { endProcess, untilReady, watchProcess } from '../../../dev/processes/watched-process';

/** Debian keeps the server's programs off PATH, one folder a version. */
function usualFolders(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/pgsql/bin'];
}

function findPrograms(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'postgres'))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  return [...onPath, ...usualFolders()].find((folder) =>
    ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))),
  );
}

export const isPostgresqlThere = (): boolean => findPrograms() !== undefined;

/** @throws Error saying what to install */
function programs(): string {
  const found = findPrograms();
  if (found === undefined)
    throw new Error('There is no PostgreSQL here: install it, such as by "apt install postgresql".');
  return found;
}

/** Its major version: a cluster is of no use to another one. */
export const postgresqlVersion = (): string =>
  /\d+/.exec(execFileSync(join(programs(), 'postgres'), ['--version'], { encoding: 'utf8' }))?.[0] ?? 'unknown';

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** It refuses to run as root: then it runs as its own user, or as nobody. */
function account(): Account {
  if (process.getuid?.() !== 0) return {};
  const readId = (user: string, kind: '-u' | '-g'): number =>
    Number(execFileSync('id', [kind, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: readId('postgres', '-u'), gid: readId('postgres', '-g') };
  } catch {
    return { uid: readId('nobody', '-u'), gid: readId('nobody', '-g') };
  }
}

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

const answersAt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

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
  const bin = programs();
  const as = account();
  const home = mkdtempSync(join(tmpdir(), 'ledgergate-postgresql-'));
  const directory = join(home, 'data');
  const own = (path: string): void => {
    if (as.uid !== undefined) execFileSync('chown', ['-R', `${as.uid}:${String(as.gid)}`, path]);
  };
  own(home);
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
    own(directory);
  }
  const port = await freePort();
  const child = spawn(join(bin, 'postgres'), ['-D', directory, ...settings(port)], {
    ...as,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Clients that are still there are cut off; "fast" in its own words.
  const stop = (): Promise<void> => endProcess(child, { signal: 'SIGINT', killAfterMs: 60_000 });
  await untilReady(watchProcess(child), 'PostgreSQL', () => answersAt(port));
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
