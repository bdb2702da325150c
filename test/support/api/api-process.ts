/** The API as the process that is shipped, from compiled JavaScript. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuer, publicPem } from './tokens';
import { waitFor } from '../processes/wait-for';

const main = join(__dirname, '..', '..', '..', 'dist', 'api', 'main.js');

const companiesYaml = `companies:
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;

export interface ApiProcess {
  readonly output: () => string;
  /** Its own address, once it listens. */
  url(): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** @returns its exit code */
  ended(): Promise<number | null>;
}

export interface ApiFolder {
  readonly path: string;
  /** `environment` over one that works; `undefined` takes a variable away. */
  start(environment?: Readonly<Record<string, string | undefined>>): ApiProcess;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

function toApiProcess(child: ChildProcess): ApiProcess {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => lines.push(text.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const output = (): string => lines.join('');
  return {
    output,
    url: async () => {
      const listening = (): RegExpExecArray | null => /"url":"([^"]+)"/.exec(output());
      await waitFor('the API listens', () => listening() !== null, 20_000);
      return listening()?.[1] ?? '';
    },
    signal: (name) => void child.kill(name),
    ended: () => exited,
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
      for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
        child.kill('SIGKILL');
        await once(child, 'close');
      }
      rmSync(path, { recursive: true });
    },
  };
}
