import { isPostgresqlThere } from '../processes/postgresql';

/** Where there is no PostgreSQL these tests are counted as not run. */
export const describeOnPostgresql = isPostgresqlThere() ? describe : describe.skip;
