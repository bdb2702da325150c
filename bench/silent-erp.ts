/** An ERP that accepts connections but answers no export: each call stays open until its time-out. */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { erpKeyVariable, type Server } from './lab';

export interface SilentErp {
  readonly url: string;
  /** Exports that wait for its answer. */
  readonly holding: () => number;
  /** Closes all of these connections. */
  readonly drop: () => void;
  readonly stop: () => Promise<void>;
}

export async function startSilentErp(): Promise<SilentErp> {
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    request.resume();
    // What is asked before a decision is answered, so that nothing but the exports takes slots.
    if (request.url?.endsWith('/preflight_job') === true) {
      response.end('{}');
      return;
    }
    held.add(response);
    response.once('close', () => held.delete(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const drop = (): void => {
    server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    holding: () => held.size,
    drop,
    stop: async () => {
      server.close();
      drop();
      await once(server, 'close');
    },
  };
}

/** The company whose ERP it is. */
export const silentCompany = 'globex';

/** The server's companies with this one beside them, from the next worker and API on. */
export async function withSilentCompany({ url }: SilentErp, server: Server): Promise<Server> {
  const { companiesFile, varDirectory } = server.config;
  const company = `
  ${silentCompany}:
    name: Globex Construction
    integration: { erp: tryton, adapter: tryton, url: "${url}", database: erp, keyVariable: ${erpKeyVariable} }
    policy: { rawSignals: none }
`;
  const file = join(varDirectory, 'companies.yaml');
  await writeFile(file, (await readFile(companiesFile, 'utf8')) + company);
  return { ...server, config: { ...server.config, companiesFile: file } };
}
