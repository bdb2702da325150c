import { describeOnPostgresql } from '../../support/describe-on-postgresql';
import { startTryton } from '../../support/tryton';
import { trytonModuleSuite } from './tryton-module-suite';

describe('the module in Tryton', () => {
  trytonModuleSuite(() => startTryton());
});

describeOnPostgresql('the module in Tryton on PostgreSQL', () => {
  trytonModuleSuite(() => startTryton({ database: 'postgresql' }));
});
