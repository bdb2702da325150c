/** The worker as the process that is shipped, from compiled JavaScript. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from './wait-for';

const main = join(__dirname, '..', '..', '..', 'dist', 'worker', 'main.js');
const dropMain = join(__dirname, '..', '..', '..', 'dist', 'worker', 'drop.js');

export interface WorkerProcess {
  readonly output: () => string;
  signal(name: NodeJS.Signals): void;
  /** It polls. */
  started(): Promise<void>;
  /** @returns its exit code */
  ended(): Promise<number | null>;
}

export interface WorkerFolder {
  readonly path: string;
  /** With this `companies.yaml`, and no more of an environment than this. */
  start(companiesYaml: string, environment?: Readonly<Record<string, string>>): WorkerProcess;
  write(companiesYaml: string): void;
  /** As `npm run drop -- init` does; by the `companies.yaml` that was written last. */
  makeDrop(companyId: string): Promise<void>;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

function toWorkerProcess(child: ChildProcess): WorkerProcess {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => lines.push(text.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const output = (): string => lines.join('');
  return {
    output,
    signal: (name) => void child.kill(name),
    started: () => waitFor('the worker starts', () => output().includes('worker started'), 30_000),
    ended: () => exited,
  };
}

/** `address`: of a Temporal server; one that is not there unless given. */
export function createWorkerFolder(address = '127.0.0.1:1'): WorkerFolder {
  const path = mkdtempSync(join(tmpdir(), 'ledgergate-worker-'));
  const file = join(path, 'companies.yaml');
  const children: ChildProcess[] = [];
  const write = (companiesYaml: string): void => writeFileSync(file, companiesYaml);
  return {
    path,
    write,
    start: (companiesYaml, environment = {}) => {
      write(companiesYaml);
      const env = {
        PATH: process.env['PATH'],
        LEDGERGATE_VAR: path,
        COMPANIES_FILE: file,
        TEMPORAL_ADDRESS: address,
        ...environment,
      };
      const child = spawn(process.execPath, [main], { cwd: path, env, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      return toWorkerProcess(child);
    },
    makeDrop: async (companyId) => {
      const env = { PATH: process.env['PATH'], LEDGERGATE_VAR: path, COMPANIES_FILE: file };
      await promisify(execFile)(process.execPath, [dropMain, 'init', companyId], { cwd: path, env });
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
