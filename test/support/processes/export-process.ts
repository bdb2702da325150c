/** Real processes that export to a drop, for tests that kill or halt them between two calls to the disk. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { transform } from '@swc/core';
import { killProcess } from '../../../dev/processes/watched-process';
import type { ExportOrder, FromChild, ToChild } from './export-child';

const root = join(__dirname, '../../..');

/** `killed`: the process died before it could say anything. */
export type Ending = FromChild | { readonly type: 'killed' };

export interface ExportProcess {
  /** Until it pauses or ends. */
  readonly begin: (order: ExportOrder) => Promise<Ending>;
  /** Goes on after a pause, until the next one or the end. */
  readonly go: () => Promise<Ending>;
  readonly end: () => Promise<void>;
}

export interface ExportProcesses {
  readonly start: () => ExportProcess;
  /** Ends all that still run. */
  readonly stop: () => Promise<void>;
}

async function transpile(file: string, target: string): Promise<void> {
  const jsc = { parser: { syntax: 'typescript' }, target: 'es2022' } as const;
  const { code } = await transform(await readFile(join(root, file), 'utf8'), { jsc, module: { type: 'commonjs' } });
  const out = join(target, dirname(file), `${basename(file, '.ts')}.js`);
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, code);
}

function control(child: ChildProcess): ExportProcess {
  const gone = new Promise<Ending>((resolve) => {
    child.once('exit', () => {
      resolve({ type: 'killed' });
    });
  });
  const answer = (message: ToChild): Promise<Ending> => {
    const said = new Promise<Ending>((resolve) => {
      child.once('message', (from: FromChild) => {
        resolve(from);
      });
    });
    child.send(message);
    return Promise.race([said, gone]);
  };
  return { begin: answer, go: () => answer('go'), end: () => killProcess(child) };
}

export async function createExportProcesses(): Promise<ExportProcesses> {
  const compiled = await mkdtemp(join(tmpdir(), 'export-child-'));
  const filesIn = async (room: string): Promise<string[]> =>
    (await readdir(join(root, room))).map((name) => `${room}/${name}`);
  const rooms = (
    await Promise.all(['adapters', 'adapters/erp', 'adapters/erp/file-drop', 'workflows/contract'].map(filesIn))
  ).flat();
  const core = ['activities/erp-port.ts', 'activities/erp-content.ts', ...rooms];
  const own = ['erp/bring', 'erp/faulty-disk', 'processes/export-child'].map((name) => `test/support/${name}.ts`);
  await Promise.all([...core, ...own].filter((name) => name.endsWith('.ts')).map((name) => transpile(name, compiled)));
  const running = new Set<ExportProcess>();
  const start = (): ExportProcess => {
    const child = fork(join(compiled, 'test/support/processes/export-child.js'), { execArgv: [], stdio: 'inherit' });
    const started = control(child);
    running.add(started);
    child.once('exit', () => running.delete(started));
    return started;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running].map((each) => each.end()));
    await rm(compiled, { recursive: true });
  };
  return { start, stop };
}
