/** Counts what the exports left behind, past everything of the service. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../adapters/env';
import type { ClusterConfig } from '../cluster/config';
import { query } from '../cluster/database';
import { requirePostgresql } from '../processes/postgresql-programs';
import { databaseName } from '../tryton/program';

/** How many records there are of each submission, by its project. */
type Counts = ReadonlyMap<string, number>;

export interface Books {
  /** A company that exports there. */
  readonly companyId: string;
  /** The records, such as "import files". */
  readonly what: string;
  /** Of the projects whose id begins with it. */
  readonly count: (prefix: string) => Promise<Counts>;
}

function countAll(projectIds: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const id of projectIds) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** The import files of `acme`, those of later revisions among them. */
export const inDrop = ({ directory }: Pick<ClusterConfig, 'directory'>): Books => ({
  companyId: 'acme',
  what: 'import files',
  count: (prefix) => {
    const files = readdirSync(join(directory, 'erp', 'acme', 'inbox'));
    const ids = files.flatMap((file) => /^acme~(.+?)(?:\.r\d+)?\.json$/.exec(file)?.slice(1) ?? []);
    return Promise.resolve(countAll(ids.filter((id) => id.startsWith(prefix))));
  },
});

/** The projects of `initech` in its Tryton, by the names that the flow gives them: a reference is unique there anyway. */
export function inTryton(config: ClusterConfig): Books {
  const postgresql = requirePostgresql(config.searchPath);
  return {
    companyId: 'initech',
    what: 'projects in Tryton',
    count: async (prefix) => {
      const statement = `SELECT name FROM project_work WHERE type = 'project' AND starts_with(name, '${prefix}')`;
      const names = await query(config, postgresql, databaseName, statement).catch((error: unknown) => {
        throw new ConfigError(
          `Tryton's database cannot be read (${String(error)}). Check that npm run cluster -- --erp tryton is running.`,
        );
      });
      return countAll(names.split('\n').filter(Boolean));
    },
  };
}
