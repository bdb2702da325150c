import { describeOnPostgresql } from '../../support/describe-on-postgresql';
import { startTryton } from '../../support/tryton';
import { trytonSuite } from './tryton-suite';

describeOnPostgresql('with PostgreSQL on this machine', () => {
  trytonSuite('Tryton on PostgreSQL', () => startTryton({ database: 'postgresql' }));
});
