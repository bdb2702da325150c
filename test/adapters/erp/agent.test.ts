import { createAgent } from '../../../adapters/erp/http/agent';
import { startErpHttpServer, type ErpHttpServer } from '../../support/erp/erp-http-server';
import { erpContract } from './erp-contract';

let server: ErpHttpServer;
beforeAll(async () => {
  server = await startErpHttpServer();
});
afterAll(() => server.stop());

erpContract(
  'an agent that speaks our protocol',
  () =>
    Promise.resolve({
      erp: createAgent({ ...server, commitWithinMs: 0 }),
      madeRecords: async () => server.made().map((one) => one.reference),
    }),
  { supportsPreflight: true, adapter: 'http' },
);
