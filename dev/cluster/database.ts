/** PostgreSQL with the two databases of Temporal. Its data stays, so a start upgrades their schemas. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv, ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import { isThere } from '../../adapters/is-there';
import type { ChildSpec } from '../processes/children';
import { giveTo, postgresqlAccount } from '../processes/postgresql-programs';
import { type ChildEnvironment, spec, type Surroundings } from '../processes/processes';
import { run } from '../processes/run';
import type { ClusterConfig } from './config';
import type { ClusterPrograms } from './programs';

export const databaseUser = 'temporal';

const databases = { temporal: 'temporal', temporal_visibility: 'visibility' } as const;

const dataFolder = ({ directory }: ClusterConfig): string => join(directory, 'postgresql');

/** Makes the data folder. @throws ConfigError */
export async function makeDatabase(config: ClusterConfig, { postgresql }: ClusterPrograms): Promise<void> {
  const data = dataFolder(config);
  const account = postgresqlAccount();
  if (await isThere(join(data, 'PG_VERSION'))) return;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  giveTo(account, data);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, `${config.password}\n`, { mode: 0o600 });
  giveTo(account, passwordFile);
  const options = ['--auth=scram-sha-256', `--username=${databaseUser}`, '--encoding=UTF8', '--locale=C'];
  try {
    execFileSync(join(postgresql, 'initdb'), ['-D', data, ...options, `--pwfile=${passwordFile}`], {
      ...account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw new ConfigError(`PostgreSQL cannot make its data folder ${data}: ${errorMessage(error)}`);
  } finally {
    rmSync(passwordFile);
  }
}

/** Its log goes to standard error, of which a person needs only what is wrong. */
const isNews = (line: string): boolean => /\b(WARNING|ERROR|FATAL|PANIC):/.test(line);

export const databaseSpec = (
  config: ClusterConfig,
  surroundings: Surroundings,
  { postgresql }: ClusterPrograms,
): ChildSpec => {
  const common = spec('postgres', surroundings, {});
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(config.postgresPort),
    unix_socket_directories: '',
    max_connections: '200',
  };
  return {
    ...common,
    cwd: '/',
    command: join(postgresql, 'postgres'),
    args: ['-D', dataFolder(config), ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    account: postgresqlAccount(),
    onLine: (line) => {
      if (isNews(line)) common.onLine(line);
    },
  };
};

/** Runs one statement. @returns its rows, one a line; @throws Error in the words of psql */
export const query = (
  { password, postgresPort }: ClusterConfig,
  postgresql: string,
  database: string,
  statement: string,
): Promise<string> => {
  const server = ['-h', '127.0.0.1', '-p', String(postgresPort), '-U', databaseUser, '-d', database];
  return run(join(postgresql, 'psql'), ['-X', '-A', '-t', '-q', ...server, '-c', statement], {
    env: childEnv({ PGPASSWORD: password }),
    timeoutMs: 60_000,
  });
};

/** Makes the databases that are missing and brings both schemas up to date. @throws ConfigError */
export async function updateSchemas(
  config: ClusterConfig,
  { sql }: ClusterPrograms,
  signal: AbortSignal,
): Promise<void> {
  const told: ChildEnvironment = { SQL_PASSWORD: config.password };
  const server = ['--plugin', 'postgres12_pgx', '--ep', '127.0.0.1', '-p', String(config.postgresPort)];
  for (const [database, schema] of Object.entries(databases)) {
    const call = (...args: readonly string[]) =>
      run(sql, [...server, '-u', databaseUser, '--db', database, ...args], {
        env: childEnv(told),
        timeoutMs: 120_000,
        signal,
      });
    try {
      await call('create');
      // It refuses a schema that has a version already.
      await call('setup-schema', '-v', '0.0').catch(() => undefined);
      await call('update-schema', '--schema-name', `postgresql/v12/${schema}`);
    } catch (error) {
      signal.throwIfAborted();
      throw new ConfigError(`The schema of ${database} cannot be updated: ${errorMessage(error)}`);
    }
  }
}
