/** The programs of PostgreSQL on this machine, and the user as whom they run. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ConfigError } from '../../adapters/env';

/** Debian keeps the server's programs off PATH, one folder a version. */
function usualFolders(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), '/usr/local/pgsql/bin'];
}

/** Returns the folder of the programs; `undefined` if there is no PostgreSQL. @internal */
export function findPostgresql(path: string): string | undefined {
  const onPath = path
    .split(delimiter)
    .map((folder) => join(folder, 'postgres'))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  return [...onPath, ...usualFolders()].find((folder) =>
    ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))),
  );
}

/** @throws ConfigError that says what to install */
export function requirePostgresql(path: string): string {
  const found = findPostgresql(path);
  if (found === undefined) {
    throw new ConfigError('There is no PostgreSQL here. Install it, for example with "apt-get install postgresql".');
  }
  return found;
}

export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root: then it runs as its own user, or as nobody. */
export function postgresqlAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const readId = (user: string, kind: '-u' | '-g'): number =>
    Number(execFileSync('id', [kind, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: readId('postgres', '-u'), gid: readId('postgres', '-g') };
  } catch {
    return { uid: readId('nobody', '-u'), gid: readId('nobody', '-g') };
  }
}

/** Gives a folder and all in it to the account. */
export function giveTo({ uid, gid }: Account, path: string): void {
  if (uid !== undefined) execFileSync('chown', ['-R', `${uid}:${String(gid)}`, path]);
}
