/** The Tryton of `npm start -- --erp tryton`: its data below `LEDGERGATE_VAR`, and how to look into it. */
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../adapters/env';
import type { OwnTryton } from '../start/config';
import { errorMessage } from '../../adapters/errors';
import { isThere } from '../../adapters/is-there';
import { shellQuote } from '../../workflows/contract/shell';
import { typedPath } from '../project';
import type { Preparation } from './python-environment';
import { databaseName, writeTrytonConf, type TrytonProgram } from './program';
import { databaseFiles, fillDatabase, prepareTryton, readDatabaseText } from './template';

/** A Tryton whose data is there: it only has to be started. */
export interface PreparedTryton {
  readonly program: TrytonProgram;
  readonly conf: string;
}

/** Where it answers, and where its key lies. */
export type TrytonPlace = Pick<OwnTryton, 'url' | 'directory'>;

/** Of the user `admin`. */
export const passwordFile = ({ directory }: OwnTryton): string => join(directory, databaseFiles.adminPassword);

/** The integration user's key for the REST API. @throws ConfigError */
export const readTrytonKey = ({ directory }: TrytonPlace): Promise<string> => readDatabaseText(directory, 'key');

export const findJobUrl = ({ url }: TrytonPlace): string =>
  `${url}/${databaseName}/rest/model/construction.job/find_job`;

/** A command that prints the job as it is in Tryton now. */
export function lookInTryton(tryton: TrytonPlace, reference: string): string {
  const key = shellQuote(typedPath(join(tryton.directory, databaseFiles.key)));
  return [
    `curl -sS ${findJobUrl(tryton)} -d ${shellQuote(JSON.stringify({ reference }))}`,
    `-H "Authorization: Bearer $(cat ${key})" -H 'Content-Type: application/json' | python3 -m json.tool`,
  ].join(' \\\n    ');
}

async function copyOnce(template: string, directory: string): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(template, unfinished, { recursive: true });
  try {
    await rename(unfinished, directory);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    const folder = typedPath(directory);
    throw new ConfigError(`${folder} is not a Tryton database (${errorMessage(error)}). Move it away.`);
  }
}

/** A database of an older module gets what the new one brings; its records stay. */
async function bringUpToDate({ program, conf }: PreparedTryton, directory: string, preparation: Preparation) {
  if ((await readDatabaseText(directory, 'madeFrom')) === program.id) return;
  preparation.say(`${typedPath(directory)} was created by another version of the Tryton module: updating it`);
  await fillDatabase(program, { conf, uri: `sqlite:///${databaseName}`, directory }, preparation);
}

/** The template is copied into the data folder once; a database that is there is never replaced. @throws ConfigError */
export async function openTryton({ directory, port }: OwnTryton, preparation: Preparation): Promise<PreparedTryton> {
  const { database, ...program } = await prepareTryton(preparation);
  if (!(await isThere(join(directory, databaseFiles.sqlite)))) await copyOnce(database, directory);
  const prepared = { program, conf: join(directory, 'trytond.conf') };
  await writeTrytonConf(prepared.conf, { uri: 'sqlite://', path: directory, port });
  await bringUpToDate(prepared, directory, preparation);
  return prepared;
}
