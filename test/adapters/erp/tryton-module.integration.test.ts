import { describeOnPostgresql } from '../../support/erp/describe-on-postgresql';
import { startTryton } from '../../support/erp/tryton';
import { trytonModuleSuite } from './tryton-module-suite';

describe('the module in Tryton', () => {
  trytonModuleSuite(() => startTryton());
});

describeOnPostgresql('the module in Tryton on PostgreSQL', () => {
  trytonModuleSuite(() => startTryton({ database: 'postgresql' }));
});
