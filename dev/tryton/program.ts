/** How Tryton's programs are called: the same for a server that is kept, for the making of a database and for tests. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, childEnv } from '../../adapters/env';

export const databaseName = 'erp';

/** The files with which this Tryton is run. */
export interface TrytonProgram {
  /** Holds `python`, `trytond` and `trytond-admin`. */
  readonly bin: string;
  /** Our module as it was when the database was made, where Python finds it. */
  readonly modules: string;
  /** Changes with all that a database is made of. */
  readonly id: string;
}

/** The environment of Tryton's processes: our module is found, and a shell set up for another Tryton changes nothing. */
export const trytonEnv = (
  { modules }: Pick<TrytonProgram, 'modules'>,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> =>
  childEnv({
    PYTHONPATH: modules,
    PYTHONHOME: undefined,
    PYTHONUNBUFFERED: '1',
    TRYTOND_CONFIG: undefined,
    TRYTOND_DATABASE_URI: undefined,
    TRYTOND_DATABASE_NAMES: undefined,
    TRYTOND_LOGGING_CONFIG: undefined,
    TRYTOND_LOGGING_LEVEL: undefined,
    TRYTOND_COROUTINE: undefined,
    TRYTOND_DEV: undefined,
    ...more,
  });

/** Runs one of Tryton's programs through its Python: the environment was moved, and the scripts name its first place. */
export const trytonArgs = ({ bin }: Pick<TrytonProgram, 'bin'>, script: string, conf: string): string[] => [
  join(bin, script),
  ...['-c', conf, '-d', databaseName],
];

export interface TrytonConf {
  /** Where the database is: `sqlite://` with `path`, or a server's address. */
  readonly uri: string;
  /** Folder of SQLite's files. */
  readonly path: string;
  readonly port?: number;
}

export async function writeTrytonConf(file: string, { uri, path, port }: TrytonConf): Promise<void> {
  const web = port === undefined ? [] : ['[web]', `listen = 127.0.0.1:${port}`];
  // Requests that disturb each other are run anew by Tryton so many times, before the caller has to.
  const database = ['[database]', `uri = ${uri}`, `path = ${path}`, 'retry = 20'];
  await writeFile(file, [...database, ...web, ''].join('\n'));
}

const askEveryMs = 50;
const answersWithinMs = 60_000;
const version = JSON.stringify({ id: 0, method: 'common.server.version', params: [] });

/** @throws ConfigError when it stays silent for a minute */
export async function untilTrytonAnswers(url: string, signal: AbortSignal): Promise<void> {
  const end = performance.now() + answersWithinMs;
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: version };
  for (;;) {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(5_000)]);
    const isUp = await fetch(`${url}/rpc/`, { ...request, signal: patience }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (performance.now() > end) throw new ConfigError(`Tryton does not answer at ${url}.`);
    await delay(askEveryMs, undefined, { signal });
  }
}
