import { startTryton } from '../../support/tryton';
import { trytonSuite } from './tryton-suite';

trytonSuite('Tryton', () => startTryton());
