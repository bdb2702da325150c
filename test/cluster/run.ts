/** `npm run cluster:check`: see the usage. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine } from '../../adapters/arguments';
import { childEnv, ConfigError, runMain } from '../../adapters/env';
import { clientEnvironment, readClusterConfig } from '../../dev/cluster/config';
import { preparePrograms } from '../../dev/cluster/programs';
import { freePort } from '../../dev/processes/ports';
import { runDuring, type Stage } from '../../dev/processes/together';
import { waitFor } from '../../dev/processes/wait-for';
import { projectRoot } from '../../dev/project';

const usage = `npm run cluster:check: starts a cluster on free ports, and tests it.

The tour, a short failover and a short rollout are played on it, and the tests of lists, counts, search and pages, which
otherwise have a development server with SQLite. It takes four minutes. Where PostgreSQL, HAProxy or openssl is
missing, or the Temporal server is not built and cannot be in two minutes, it says so and tests nothing: that is no failure.
"npm run cluster" builds the server.`;

const buildWithinMs = 120_000;
const upWithinMs = 180_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Why there can be no cluster; `undefined` if all its programs are there. Builds the server if that is quick. */
async function whyNot(): Promise<string | undefined> {
  const { PATH: searchPath = '' } = process.env;
  const quick = AbortSignal.timeout(buildWithinMs);
  try {
    if (process.platform !== 'linux') throw new ConfigError('It needs the loopback addresses of Linux.');
    await preparePrograms({ searchPath, say, signal: quick, onProcess: () => undefined });
    return undefined;
  } catch (error) {
    if (quick.aborted) return 'The Temporal server is not built. "npm run cluster" builds it.';
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

/** Free ports and a folder of its own. @returns the environment in which jest reaches the cluster */
async function setUp(folder: string): Promise<Record<string, string>> {
  Object.assign(process.env, {
    PORT: String(await freePort()),
    TEMPORAL_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
    CLUSTER_NETWORK: `127.${randomInt(1, 255)}.${randomInt(255)}`,
    LEDGERGATE_VAR: folder,
  });
  return childEnv({ ...clientEnvironment(await readClusterConfig()), ON_CLUSTER: 'true', ...ofThisProcess });
}

/** Not of the cluster or jest: npm's end is watched here, and a cluster has no use for the cold cache of a suite. */
const ofThisProcess = { npm_lifecycle_event: undefined, MAX_CACHED_WORKFLOWS: undefined };

/** @returns the exit code of jest */
async function test(env: Record<string, string>, { start, whileTheyLive, onProcess, signal }: Stage): Promise<number> {
  const printed: string[] = [];
  start({
    name: 'cluster',
    command: process.execPath,
    args: [join('dist', 'dev', 'cluster', 'cluster.js')],
    cwd: projectRoot,
    env: childEnv(ofThisProcess),
    stopWithinMs: 60_000,
    onLine: (line) => void printed.push(line),
    say,
  });
  const isUp = (): boolean => printed.includes('The cluster is up.');
  await whileTheyLive(waitFor('the cluster', isUp, upWithinMs)).finally(() => {
    if (!isUp()) say(printed.join('\n'));
  });
  say('The cluster is up.');
  const args = [require.resolve('jest/bin/jest'), '--ci', '--config', join(__dirname, 'jest.config.cjs')];
  const jest = spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit', env });
  onProcess(jest.pid);
  signal.addEventListener('abort', () => jest.kill());
  const code = await new Promise<number>((resolve) => jest.once('close', (ended) => resolve(ended ?? 1)));
  onProcess(undefined);
  if (code !== 0) say(`The cluster had printed\n${printed.join('\n')}`);
  return code;
}

async function main(): Promise<void> {
  if (!readCommandLine(process.argv.slice(2), { command: 'npm run cluster:check', usage })) return;
  const why = await whyNot();
  if (why !== undefined) {
    say(`Not run: the tests on a cluster. ${why}`);
    return;
  }
  const isUnderNpm = process.env['npm_lifecycle_event'] !== undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ledgergate-cluster-'));
  // PostgreSQL runs as another user and has its data in there.
  chmodSync(folder, 0o711);
  try {
    process.exitCode = 1;
    const env = await setUp(folder);
    await runDuring({ say, isUnderNpm }, async (stage) => {
      process.exitCode = await test(env, stage);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void runMain(main);
