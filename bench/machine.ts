/** Describes the machine and the versions, without anything that identifies the machine. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../dev/project';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
}

export type Versions = Readonly<Record<string, string>>;

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release().split(/[-+]/)[0] ?? ''} ${process.arch}`,
});

const Package = z.looseObject({ version: z.string() });

const versionIn = (...path: readonly string[]): string =>
  Package.parse(JSON.parse(readFileSync(join(projectRoot, ...path, 'package.json'), 'utf8'))).version;

export const readVersions = (cli: string): Versions => ({
  Ledgergate: versionIn(),
  'Temporal SDK': versionIn('node_modules', '@temporalio', 'client'),
  'Temporal CLI': cli,
  'Node.js': process.versions.node,
});

/** The commit, with `+` when something is not in it; `none` without git. */
export async function readCommit(): Promise<string> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)('git', [...args], { cwd: projectRoot })).stdout.trim();
  try {
    const commit = await git('rev-parse', '--short', 'HEAD');
    return (await git('status', '--porcelain', '--', '.', ':!bench/results', ':!docs')) === '' ? commit : `${commit}+`;
  } catch {
    return 'none';
  }
}
