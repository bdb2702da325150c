/** The worker as the process that is shipped, from compiled JavaScript. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { killProcess, untilReady, watchProcess, type WatchedProcess } from '../../../dev/processes/watched-process';

const main = join(__dirname, '..', '..', '..', 'dist', 'worker', 'main.js');
const dropMain = join(__dirname, '..', '..', '..', 'dist', 'worker', 'drop.js');

export interface WorkerProcess extends WatchedProcess {
  /** It polls. */
  started(): Promise<void>;
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
  const watched = watchProcess(child);
  return {
    ...watched,
    started: async () => {
      await untilReady(watched, 'the worker starts', () => watched.output().includes('worker started'));
    },
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
      await Promise.all(children.map(killProcess));
      rmSync(path, { recursive: true });
    },
  };
}
