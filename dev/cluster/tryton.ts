/** The Tryton of `npm run cluster -- --erp tryton`. Its database is in the PostgreSQL of the cluster. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../adapters/is-there';
import type { OwnTryton } from '../start/config';
import { databaseName, writeTrytonConf } from '../tryton/program';
import type { Preparation } from '../tryton/python-environment';
import {
  beginDatabase,
  databaseFiles,
  fillDatabase,
  prepareTrytonForPostgresql,
  readDatabaseText,
} from '../tryton/template';
import type { PreparedTryton } from '../tryton/tryton';
import type { ClusterConfig } from './config';
import { databaseUser, query } from './database';
import type { ClusterPrograms } from './programs';

/** Makes the database once; one that was cut off is made anew. @throws ConfigError */
export async function openTryton(
  config: ClusterConfig,
  { directory, port }: OwnTryton,
  { postgresql }: ClusterPrograms,
  preparation: Preparation,
): Promise<PreparedTryton> {
  const program = await prepareTrytonForPostgresql(preparation);
  const server = `postgresql://${databaseUser}:${config.password}@127.0.0.1:${config.postgresPort}/`;
  const conf = join(directory, 'trytond.conf');
  const isMade = await isThere(join(directory, databaseFiles.madeFrom));
  if (!isMade) {
    preparation.say('creating the Tryton database, about a minute (once)');
    await rm(directory, { recursive: true, force: true });
    await beginDatabase(directory);
    await query(config, postgresql, 'postgres', `DROP DATABASE IF EXISTS ${databaseName}`);
    await query(config, postgresql, 'postgres', `CREATE DATABASE ${databaseName}`);
  }
  await writeTrytonConf(conf, { uri: server, path: directory, port });
  if (!isMade || (await readDatabaseText(directory, 'madeFrom')) !== program.id) {
    await fillDatabase(program, { conf, uri: `${server}${databaseName}`, directory }, preparation);
  }
  return { program, conf };
}
