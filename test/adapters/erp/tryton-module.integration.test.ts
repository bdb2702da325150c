import { isPostgresqlThere } from '../../support/postgresql';
import { startTryton } from '../../support/tryton';
import { trytonModuleSuite } from './tryton-module-suite';

describe('the module in Tryton', () => {
  trytonModuleSuite(() => startTryton());
});

/** Where there is no PostgreSQL these tests are counted as not run. */
const onPostgresql = isPostgresqlThere() ? describe : describe.skip;

onPostgresql('the module in Tryton on PostgreSQL', () => {
  trytonModuleSuite(() => startTryton({ database: 'postgresql' }));
});
