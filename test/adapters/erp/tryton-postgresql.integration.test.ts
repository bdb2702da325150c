import { describeOnPostgresql } from '../../support/erp/describe-on-postgresql';
import { startTryton } from '../../support/erp/tryton';
import { trytonSuite } from './tryton-suite';

describeOnPostgresql('with PostgreSQL on this machine', () => {
  trytonSuite('Tryton on PostgreSQL', () => startTryton({ database: 'postgresql' }));
});
