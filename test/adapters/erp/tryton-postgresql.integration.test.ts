import { isPostgresqlThere } from '../../support/postgresql';
import { startTryton } from '../../support/tryton';
import { trytonSuite } from './tryton-suite';

/** Where there is no PostgreSQL these tests are counted as not run. */
const here = isPostgresqlThere() ? describe : describe.skip;

here('with PostgreSQL on this machine', () => {
  trytonSuite('Tryton on PostgreSQL', () => startTryton({ database: 'postgresql' }));
});
