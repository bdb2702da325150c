import { startTryton } from '../../support/erp/tryton';
import { trytonSuite } from './tryton-suite';

trytonSuite('Tryton', () => startTryton());
