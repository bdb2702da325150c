/** `npm start`: everything in one terminal. What is started here is ended here, whatever happens. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, parseEnv, runMain } from '../adapters/env';
import { temporalConfig } from '../adapters/temporal/connection';
import { banner } from './banner';
import { keepRunning, type ChildSpec, type KeptChild } from './children';
import { readConfig, type DevConfig } from './config';
import { startGuard } from './guard';
import { lockFolder } from './lock';
import { checkPorts, type WantedPort } from './ports';
import { apiSpec, serverSpec, workerSpec, type Surroundings } from './processes';
import { waitUntilReady } from './ready';
import { whyOf } from './errors';
import { prepareNamespace } from './server';
import { findTemporalCli } from './temporal-cli';
import { writeDevTokens } from './tokens';

const usage = `npm start: the Temporal development server, the worker and the API in one terminal.

Environment
  PORT               port of the API (3000)
  TEMPORAL_PORT      port of the Temporal server (7233)
  TEMPORAL_UI_PORT   port of the Temporal UI (8233)
  TEMPORAL_ADDRESS   use this Temporal server; none is started
  TEMPORAL_NAMESPACE its namespace
  TEMPORAL_CLI       path of the Temporal CLI, when it shall be another than the one found
  LEDGERGATE_VAR     folder of all data (var)
  COMPANIES_FILE     the companies and their ERPs (companies.yaml)
  LOG_LEVEL          debug, info, warn or error (info)

temporal-dev.yaml holds the rest: retention, search attributes, database, dynamic config.
Ctrl-C stops everything; the data stays.`;

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => show(`${'start'.padEnd(8)} ${line}`);

/** Aborted by the first of the signals that end us; all that follow change nothing. */
function stopRequest(isUnderNpm: boolean): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stop.signal.aborted) say('stopping');
      stop.abort();
    });
  }
  // A terminal that is gone takes no more lines.
  process.stdout.on('error', () => undefined);
  if (isUnderNpm) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) stop.abort();
    }, 1_000).unref();
  }
  return stop;
}

function portsOf({ apiPort, own, temporal }: DevConfig): WantedPort[] {
  const api = { host: '127.0.0.1', port: apiPort, owner: 'the API', variable: 'PORT' };
  if (!own) return [api];
  const host = temporal.ip;
  const hint = `Is it the Temporal server you want? TEMPORAL_ADDRESS=${own.address} npm start`;
  return [
    api,
    { host, port: own.port, owner: 'the Temporal server', variable: 'TEMPORAL_PORT', hint },
    { host, port: own.uiPort, owner: 'the Temporal UI', variable: 'TEMPORAL_UI_PORT' },
  ];
}

/** Everything that can be wrong before a process is started. @throws ConfigError */
async function checkFirst(config: DevConfig): Promise<void> {
  createCompanies({ file: config.companiesFile, varDirectory: config.varDirectory, onError: say });
  await checkPorts(portsOf(config));
  try {
    await mkdir(config.varDirectory, { recursive: true });
    await writeDevTokens(config.varDirectory);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`The data folder cannot be used (LEDGERGATE_VAR): ${whyOf(error)}`);
  }
}

/** @throws ConfigError as soon as one of the children gives up */
const whileTheyLive = <T>(step: Promise<T>, children: readonly KeptChild[]): Promise<T> =>
  Promise.race([
    step,
    ...children.map(async ({ gaveUp }) => {
      throw new ConfigError(`${await gaveUp}: nothing is running now.`);
    }),
  ]);

async function bringUp(
  surroundings: Surroundings,
  start: (spec: ChildSpec) => void,
  children: readonly KeptChild[],
  signal: AbortSignal,
): Promise<void> {
  const { config } = surroundings;
  const { own, namespace, temporal } = config;
  const cli = own && (await findTemporalCli({ say, signal }));
  if (own && cli) {
    say(`Temporal server on ${own.address} (CLI ${cli.version})`);
    start(serverSpec(surroundings, own, cli.path));
  } else {
    say(`using the Temporal server at ${config.address}, namespace ${namespace}`);
  }
  const connection = own ? { address: own.address } : temporalConfig().connectionOptions;
  await whileTheyLive(
    prepareNamespace(connection, { namespace, temporal, isOurs: own !== undefined }, { say, signal }),
    children,
  );
  say('worker and API');
  start(workerSpec(surroundings));
  start(apiSpec(surroundings));
  await whileTheyLive(waitUntilReady(`${config.apiUrl}/readyz`, say, signal), children);
  for (const child of children) child.settled();
  const { PATH: searchPath = '' } = parseEnv(z.object({ PATH: z.string().optional() }));
  show(banner({ config, searchPath, at: new Date(), ...(cli && { cli: cli.path }) }));
}

async function main(): Promise<void> {
  if (process.argv.slice(2).some((argument) => ['--help', '-h'].includes(argument))) {
    show(usage);
    return;
  }
  const config = await readConfig();
  const stop = stopRequest(config.isUnderNpm);
  const unlock = config.own ? await lockFolder(config.varDirectory) : () => undefined;
  const guard = startGuard();
  const children: KeptChild[] = [];
  const onChange = (): void => guard.watch(children.map(({ pid }) => pid()).filter((pid) => pid !== undefined));
  const start = (spec: ChildSpec): void => {
    children.push(keepRunning(spec));
    onChange();
  };
  try {
    await checkFirst(config);
    await bringUp({ config, show, say, onChange }, start, children, stop.signal);
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    stop.abort();
    for (const { letGo } of children) letGo();
    for (const child of children.toReversed()) await child.stop();
    await guard.release();
    unlock();
  }
}

void runMain(main);
