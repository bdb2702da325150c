import { createAgent } from '../../../adapters/erp/http/agent';
import { startErpHttpServer } from '../../support/erp/erp-http-server';
import { erpContract } from './erp-contract';
import { useStarted } from '../../support/use-started';

const server = useStarted(() => startErpHttpServer());

erpContract(
  'an agent that speaks our protocol',
  () =>
    Promise.resolve({
      erp: createAgent({ ...server, commitWithinMs: 0 }),
      madeRecords: async () => server.made().map((one) => one.reference),
    }),
  { supportsPreflight: true, adapter: 'http' },
);
