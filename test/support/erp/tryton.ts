/**
 * A real Tryton of the test's own: a free port, and a copy of a database that is made once a machine. What it holds
 * is asked of its database, past everything of ours.
 */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGuard } from '../../../dev/processes/guard';
import { makeOnce } from '../../../dev/processes/make-once';
import { databaseName, trytonArgs, trytonEnv, untilTrytonAnswers, writeTrytonConf } from '../../../dev/tryton/program';
import type { TrytonProgram } from '../../../dev/tryton/program';
import {
  beginDatabase,
  databaseFiles,
  fillDatabase,
  withDefaults,
  prepareTryton,
  prepareTrytonForPostgresql,
} from '../../../dev/tryton/template';
import { postgresqlVersion, startPostgresql } from '../processes/postgresql';
import { freePort } from '../../../dev/processes/ports';
import { endProcess, watchProcess, type WatchedProcess } from '../../../dev/processes/watched-process';
import { defined } from '../../../workflows/contract/defined';

const run = promisify(execFile);
const preparation = withDefaults({ say: (line) => void process.stderr.write(`${line}\n`) });

export interface Tryton {
  readonly url: string;
  readonly database: string;
  /** The user application key of the integration user. */
  readonly key: string;
  readonly pid: () => number | undefined;
  /** One statement, in the database itself, committed. @returns the rows */
  readonly query: (sql: string) => Promise<unknown[][]>;
  /** What it printed. */
  readonly log: () => string;
  /** Resolves when it is gone. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Ends it, if it still runs, and starts it on the same port and data. */
  readonly restart: () => Promise<void>;
  /** Ends everything and removes the data. */
  readonly stop: () => Promise<void>;
}

export interface TrytonOptions {
  readonly database?: 'sqlite' | 'postgresql';
  /** `postgresql` must be there: see `describeOnPostgresql`. */
  readonly port?: number;
}

/** What a server is started from. */
interface Prepared {
  readonly program: TrytonProgram;
  /** Of the key and, with SQLite, the database. */
  readonly directory: string;
  readonly uri: string;
  /** Python that opens a connection, which shall be called `connection`. */
  readonly connecting: string;
  readonly release: () => Promise<void>;
  /** Of the database's server, if it has one. */
  readonly databasePid?: number;
}

async function onSqlite(directory: string): Promise<Prepared> {
  const { database, ...program } = await prepareTryton(preparation);
  cpSync(database, directory, { recursive: true });
  const file = JSON.stringify(join(directory, databaseFiles.sqlite));
  return {
    program,
    directory,
    uri: 'sqlite://',
    release: () => Promise.resolve(),
    connecting: `import sqlite3; connection = sqlite3.connect(${file}, timeout=60)`,
  };
}

/** The filled cluster, in the cache beside the other template. */
async function postgresqlTemplate(program: TrytonProgram): Promise<string> {
  const target = join(preparation.cacheDirectory, `tryton-postgresql-${postgresqlVersion()}-${program.id}`);
  await makeOnce({
    ...preparation,
    target,
    what: 'the Tryton database in PostgreSQL (once)',
    make: async (unfinished) => {
      const postgresql = await startPostgresql();
      try {
        const uri = `${postgresql.uri}${databaseName}`;
        const create = `import psycopg; psycopg.connect('${postgresql.uri}postgres', autocommit=True).execute('CREATE DATABASE ${databaseName}')`;
        await run(join(program.bin, 'python'), ['-c', create]);
        const directory = join(unfinished, 'database');
        await beginDatabase(directory);
        const conf = join(unfinished, 'trytond.conf');
        await writeTrytonConf(conf, { uri: postgresql.uri, path: directory });
        await fillDatabase(program, { conf, uri, directory }, preparation);
        await postgresql.stop();
        cpSync(postgresql.directory, join(unfinished, 'cluster'), { recursive: true });
      } finally {
        await postgresql.remove();
      }
    },
  });
  return target;
}

async function prepareOnPostgresql() {
  const program = await prepareTrytonForPostgresql(preparation);
  return { program, template: await postgresqlTemplate(program) };
}

/** Makes what is made once a machine, so that no test waits for it. It takes minutes. */
export async function prepareForTests(database: 'sqlite' | 'postgresql'): Promise<void> {
  await { sqlite: prepareTryton, postgresql: prepareOnPostgresql }[database](preparation);
}

async function onPostgresql(directory: string): Promise<Prepared> {
  const { program, template } = await prepareOnPostgresql();
  cpSync(join(template, 'database'), directory, { recursive: true });
  const { uri, remove, pid } = await startPostgresql(join(template, 'cluster'));
  return {
    program,
    directory,
    uri,
    release: remove,
    ...defined({ databasePid: pid }),
    connecting: `import psycopg; connection = psycopg.connect('${uri}${databaseName}')`,
  };
}

const querying = `
import json, sys
cursor = connection.cursor()
cursor.execute(sys.argv[1])
rows = cursor.fetchall() if cursor.description else []
connection.commit()
json.dump(rows, sys.stdout, default=str)
`;

/** Kept by the test until `stop`; ended by the kernel's word when the test is killed. */
export async function startTryton({ database = 'sqlite', port: givenPort }: TrytonOptions = {}): Promise<Tryton> {
  const home = mkdtempSync(join(tmpdir(), 'ledgergate-tryton-'));
  const prepare = { sqlite: onSqlite, postgresql: onPostgresql }[database];
  const prepared = await prepare(join(home, 'database'));
  const { program, directory, uri, connecting, release } = prepared;
  const port = givenPort ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const conf = join(home, 'trytond.conf');
  await writeTrytonConf(conf, { uri, path: directory, port });
  const python = join(program.bin, 'python');
  const env = trytonEnv(program);
  const guard = startGuard();
  const starts: WatchedProcess[] = [];

  const start = async (): Promise<void> => {
    const args = [...trytonArgs(program, 'trytond', conf), '-v'];
    const server = watchProcess(spawn(python, args, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    starts.push(server);
    guard.watch([server.child.pid, prepared.databasePid].filter((pid) => pid !== undefined));
    const gone = server.ended.then(() => {
      throw new Error(`Tryton ended:\n${server.output()}`);
    });
    const waiting = new AbortController();
    await Promise.race([untilTrytonAnswers(url, waiting.signal), gone]).finally(() => {
      waiting.abort();
    });
  };
  const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const server = starts.at(-1);
    if (server) await endProcess(server.child, { signal });
  };
  const stop = async (): Promise<void> => {
    await kill();
    await guard.release();
    await release();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    database: databaseName,
    kill,
    stop,
    key: readFileSync(join(directory, databaseFiles.key), 'utf8').trim(),
    pid: () => starts.at(-1)?.child.pid,
    log: () => starts.map(({ output }) => output()).join(''),
    query: async (sql) => {
      const { stdout } = await run(python, ['-c', `${connecting}\n${querying}`, sql], { maxBuffer: 64 << 20 });
      return JSON.parse(stdout) as unknown[][];
    },
    restart: async () => {
      await kill();
      await start();
    },
  };
}
