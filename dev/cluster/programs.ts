/** The programs of the cluster: those of this machine, and Temporal's server, which is built once. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { childEnv, ConfigError, parseEnv } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';
import { makeOnce } from '../processes/make-once';
import { requirePostgresql } from '../processes/postgresql-programs';
import { run } from '../processes/run';
import { onPath } from '../processes/search-path';

export const serverVersion = '1.32.0';

const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `go.temporal.io/server/${path}@v${serverVersion}`);

/** A machine that does other things takes an hour and more. */
const buildTimeoutMs = 3 * 3_600_000;

/** Of the user and not of the checkout, so that it is built once a machine. */
function builtFolder(): string {
  const { XDG_CACHE_HOME: cache } = parseEnv(z.object({ XDG_CACHE_HOME: z.string().optional() }));
  return join(cache ?? join(homedir(), '.cache'), 'ledgergate', `temporal-server-${serverVersion}`);
}

/** What finds and builds the programs has this. */
export interface Building {
  readonly searchPath: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  readonly onProcess: (pid: number | undefined) => void;
}

/** Debian keeps HAProxy where only root looks. */
const administrative = '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/go/bin';

async function findProgram(name: string, { searchPath }: Building, install: string): Promise<string> {
  const [found] = await onPath(name, `${searchPath}:${administrative}`);
  if (found === undefined)
    throw new ConfigError(`There is no ${name} here. Install it, for example with "${install}".`);
  return found;
}

async function build(unfinished: string, building: Building): Promise<void> {
  const go = await findProgram('go', building, 'apt-get install golang, or from https://go.dev/dl/ (1.26 or later)');
  const { signal, onProcess } = building;
  try {
    await run(go, ['install', ...packages], {
      env: childEnv({ GOBIN: unfinished, GOFLAGS: '-buildvcs=false' }),
      timeoutMs: buildTimeoutMs,
      signal,
      onProcess,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new ConfigError(`The Temporal server cannot be built: go ${errorMessage(error)}.`);
  }
}

export interface ClusterPrograms {
  /** The folder of PostgreSQL's programs. */
  readonly postgresql: string;
  readonly haproxy: string;
  readonly openssl: string;
  readonly temporal: string;
  /** Temporal's tool for its schema. */
  readonly sql: string;
}

/** @throws ConfigError that says what to install */
export async function preparePrograms(building: Building): Promise<ClusterPrograms> {
  const { searchPath, say, signal } = building;
  const programs = {
    postgresql: requirePostgresql(searchPath),
    haproxy: await findProgram('haproxy', building, 'apt-get install haproxy'),
    openssl: await findProgram('openssl', building, 'apt-get install openssl'),
  };
  const target = builtFolder();
  await makeOnce({
    target,
    what: `the Temporal server ${serverVersion} from its source (five minutes or more)`,
    make: (unfinished) => build(unfinished, building),
    say,
    signal,
  });
  return { ...programs, temporal: join(target, 'server'), sql: join(target, 'sql') };
}
