/** Makes the build of an earlier commit in a folder of its own, from the history of this checkout. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import { run } from '../processes/run';
import { projectRoot } from '../project';
import { defined } from '../../workflows/contract/defined';

const stepWithinMs = 10 * 60_000;

interface Making {
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** With the packages of this checkout if that commit has the same, or else with its own, which npm installs. */
async function addPackages(folder: string, call: (command: string, ...args: string[]) => Promise<string>) {
  const lock = (root: string): string => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock(projectRoot)) symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  else await call('npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund');
}

/** @returns the folder, which the caller removes; @throws ConfigError when there is no such commit or it cannot be built */
export async function buildAt(commit: string, { say, signal }: Making): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ledgergate-build-'));
  const call = (command: string, ...args: string[]): Promise<string> =>
    run(command, args, { timeoutMs: stepWithinMs, cwd: folder, ...defined({ signal }) });
  try {
    say(`building ${commit} in ${folder}`);
    const archive = join(folder, 'sources.tar');
    await call('git', '-C', projectRoot, 'archive', '--output', archive, commit);
    await call('tar', '-xf', archive, '-C', folder);
    rmSync(archive);
    await addPackages(folder, call);
    await call(process.execPath, 'dev/launch.cjs', 'dev/build/main.ts');
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new ConfigError(`The build of ${commit} cannot be made: ${errorMessage(error)}`);
  }
}
