/** What the databases of the cluster hold, for the search in them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readClusterConfig } from '../../../dev/cluster/config';
import { databaseUser } from '../../../dev/cluster/database';
import { requirePostgresql } from '../../../dev/processes/postgresql-programs';

/** As the rows are, past the compression of the files: binary columns are decoded, one character a byte. */
export async function dumpCluster(): Promise<string> {
  const { password, postgresPort, searchPath } = await readClusterConfig();
  const pgDump = join(requirePostgresql(searchPath), 'pg_dump');
  const server = ['-h', '127.0.0.1', '-p', String(postgresPort), '-U', databaseUser, '--data-only'];
  const dumps = ['temporal', 'temporal_visibility'].map((database) =>
    execFileSync(pgDump, [...server, database], {
      encoding: 'latin1',
      env: { ...process.env, PGPASSWORD: password },
      maxBuffer: 1 << 30,
    }),
  );
  return dumps
    .join('\n')
    .replaceAll(/\\\\x([0-9a-f]+)/g, (_, digits: string) => Buffer.from(digits, 'hex').toString('latin1'));
}
