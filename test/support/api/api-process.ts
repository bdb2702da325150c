/** The API as the process that is shipped, from compiled JavaScript. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuer, publicPem } from './tokens';
import { killProcess, untilReady, watchProcess, type WatchedProcess } from '../../../dev/processes/watched-process';

const main = join(__dirname, '..', '..', '..', 'dist', 'api', 'main.js');

const companiesYaml = `companies:
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;

export interface ApiProcess extends WatchedProcess {
  /** Its own address, once it listens. */
  url(): Promise<string>;
}

export interface ApiFolder {
  readonly path: string;
  /** `environment` over one that works; `undefined` takes a variable away. */
  start(environment?: Readonly<Record<string, string | undefined>>): ApiProcess;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

function toApiProcess(child: ChildProcess): ApiProcess {
  const watched = watchProcess(child);
  return {
    ...watched,
    url: () => untilReady(watched, 'the API listens', () => /"url":"([^"]+)"/.exec(watched.output())?.[1]),
  };
}

/** With a key file and a companies.yaml, on a free port, and a Temporal that is not there. */
export function createApiFolder(): ApiFolder {
  const path = mkdtempSync(join(tmpdir(), 'ledgergate-api-'));
  writeFileSync(join(path, 'key.pem'), publicPem);
  writeFileSync(join(path, 'companies.yaml'), companiesYaml);
  const children: ChildProcess[] = [];
  return {
    path,
    start: (environment = {}) => {
      const all = {
        PATH: process.env['PATH'],
        PORT: '0',
        AUTH_ISSUER: issuer,
        AUTH_KEY_FILE: join(path, 'key.pem'),
        LEDGERGATE_VAR: path,
        COMPANIES_FILE: join(path, 'companies.yaml'),
        TEMPORAL_ADDRESS: '127.0.0.1:1',
        ...environment,
      };
      const env = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      const child = spawn(process.execPath, [main], { cwd: path, env, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      return toApiProcess(child);
    },
    remove: async () => {
      await Promise.all(children.map(killProcess));
      rmSync(path, { recursive: true });
    },
  };
}
