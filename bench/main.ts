/** `npm run bench`: starts the servers, measures in rounds, stops the servers and writes the results. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../adapters/env';
import { projectRoot } from '../dev/project';
import { findTemporalCli } from '../dev/temporal/temporal-cli';
import { readTemporalYaml } from '../dev/temporal/temporal-yaml';
import { createChildren } from './children';
import type { Lab } from './lab';
import { describeMachine, readCommit, readVersions } from './machine';
import { isKept, readOptions, toSuffix, type Options } from './options';
import { toMarkdown, type Results } from './report';
import { runScenarios } from './run';

const beganAt = performance.now();
const say = (line: string): void => {
  const seconds = Math.round((performance.now() - beganAt) / 1_000);
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  process.stderr.write(`${clock} ${line}\n`);
};

/** Aborted by the first signal that ends the process; later signals change nothing. */
function stopRequest(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!stop.signal.aborted) say('stopping');
      stop.abort();
    });
  }
  return stop.signal;
}

const rejectOn = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped before it was done')));
  });

async function measure(options: Options, signal: AbortSignal): Promise<Results> {
  const date = new Date().toISOString();
  const [loadBefore = 0] = loadavg();
  const cli = await findTemporalCli({ say, signal });
  const directory = await mkdtemp(join(tmpdir(), 'ledgergate-bench-'));
  const children = createChildren(directory);
  try {
    const temporal = await readTemporalYaml(join(projectRoot, 'temporal-dev.yaml'));
    const lab: Lab = { directory, cli: cli.path, temporal, children, signal, say };
    const findings = await Promise.race([runScenarios(lab, options), children.failed, rejectOn(signal)]);
    return {
      date,
      minutes: (performance.now() - beganAt) / 60_000,
      commit: await readCommit(),
      machine: describeMachine(),
      versions: readVersions(cli.version),
      on: options.on,
      rounds: options.rounds,
      loadBefore,
      findings,
    };
  } finally {
    await children.endAll();
    await rm(directory, { recursive: true, force: true });
  }
}

async function keep(results: Results, suffix: string): Promise<void> {
  const folder = join(projectRoot, 'bench', 'results');
  const name = `${results.date.slice(0, 10)}-${results.commit.replace('+', '')}${suffix}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(folder, `${name}.md`), toMarkdown(results));
  say(`kept as bench/results/${name}.json and .md`);
}

/** The exit code that a shell expects of a process that Ctrl-C ended. */
const interrupted = 130;

async function main(): Promise<number> {
  const stop = stopRequest();
  try {
    const options = readOptions(process.argv.slice(2));
    if (!options) return 0;
    const results = await measure(options, stop);
    process.stdout.write(toMarkdown(results));
    if (isKept(options)) await keep(results, toSuffix(options));
    else say('not kept: that needs enough rounds, of all parts or with --keep');
    return 0;
  } catch (error) {
    if (stop.aborted) return interrupted;
    const text = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text ?? ''}\n`);
    return error instanceof ConfigError ? error.exitCode : 1;
  }
}

// A stopped run leaves timers and connections, so the process exits explicitly.
void main().then((code) => process.exit(code));
