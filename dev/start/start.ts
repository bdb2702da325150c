/** `npm start` runs everything in one terminal. Every process that it starts is stopped when it ends. */
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { createCompanies, type Companies } from '../../adapters/companies/companies';
import { readChoice, readCommandLine } from '../../adapters/arguments';
import { ConfigError, parseEnv, runMain } from '../../adapters/env';
import { formatSettings } from '../../adapters/settings';
import { temporalConfig } from '../../adapters/temporal/connection';
import { banner } from './banner';
import { readConfig, startSettings, type DevConfig } from './config';
import { sayMissingDatabase } from './database';
import { isNewFolder, makeDrops, sayMissingDrops } from './drops';
import { lockFolder } from '../processes/lock';
import { checkPorts, type WantedPort } from '../processes/ports';
import { isThere } from '../../adapters/is-there';
import { payloadKeysFile } from './secrets';
import { apiSpec, codecSpec, serverSpec, trytonSpec, workerSpec, type Surroundings } from '../processes/processes';
import { runTogether, type Stage } from '../processes/together';
import { waitUntilReady } from './ready';
import { errorMessage } from '../../adapters/errors';
import { prepareNamespace } from './server';
import { findTemporalCli } from '../temporal/temporal-cli';
import { commandFor, isInstalled } from '../project';
import { writeDevTokens } from '../tokens';
import { openTryton, readTrytonKey } from '../tryton/tryton';
import { followCompanies, trytonKeyVariable } from '../tryton/company';
import { untilTrytonAnswers } from '../tryton/program';
import { withDefaults } from '../tryton/template';
import { defined } from '../../workflows/contract/defined';

const command = commandFor('dev');
/** npm keeps options for itself that do not stand behind this. */
const withOption = isInstalled ? command : `${command} --`;

const usage = `${command}: runs the Temporal development server, the worker and the API in one terminal.

${withOption} --erp tryton   also runs Tryton, a real ERP, and adds the company initech, which uses it
${withOption} --encrypt      encrypts what Temporal keeps, and runs a codec server for the Temporal UI and CLI
${withOption} --help         prints this text

Environment
${formatSettings(startSettings)}

temporal-dev.yaml has everything else: retention, search attributes, database, dynamic configuration.
Ctrl-C stops everything, and the data stays.${isInstalled ? '' : ' Write options after "--", which npm removes.'}`;

const options = {
  erp: { takes: 'tryton', help: 'also run Tryton and add a company that uses it' },
  encrypt: { help: 'encrypt what Temporal keeps, and run a codec server' },
};

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => show(`${'start'.padEnd(8)} ${line}`);

function listPorts({ apiPort, own, temporal, tryton, codec }: DevConfig): WantedPort[] {
  const local = { host: '127.0.0.1' };
  const ours = [
    { ...local, port: apiPort, owner: 'the API', variable: 'PORT' },
    ...(tryton ? [{ ...local, port: tryton.port, owner: 'Tryton', variable: 'TRYTON_PORT' }] : []),
    ...(codec ? [{ ...local, port: codec.port, owner: 'the codec server', variable: 'CODEC_PORT' }] : []),
  ];
  if (!own) return ours;
  const host = temporal.ip;
  const hint = `To use the Temporal server at that port, run TEMPORAL_ADDRESS=${own.address} ${command}`;
  return [
    ...ours,
    { host, port: own.port, owner: 'the Temporal server', variable: 'TEMPORAL_PORT', hint },
    { host, port: own.uiPort, owner: 'the Temporal UI', variable: 'TEMPORAL_UI_PORT' },
  ];
}

/** Reports data that existed before and is now missing. */
async function sayMissing({ own }: DevConfig, companies: Companies): Promise<void> {
  await sayMissingDrops(companies, say);
  if (own) await sayMissingDatabase(own, say);
}

/** Checks everything that can be checked before a process is started. @throws ConfigError */
async function checkFirst(config: DevConfig): Promise<void> {
  const { varDirectory, tryton } = config;
  const companies = createCompanies({ file: config.givenCompaniesFile, varDirectory, onError: say });
  await checkPorts(listPorts(config));
  try {
    const isNew = await isNewFolder(config);
    await mkdir(varDirectory, { recursive: true });
    await (isNew ? makeDrops(companies, say) : sayMissing(config, companies));
    if (tryton) await followCompanies(config, tryton, say);
    await writeDevTokens(varDirectory);
    if (!config.codec && (await isThere(payloadKeysFile(varDirectory)))) {
      say('submissions that were begun with --encrypt cannot be read without it');
    }
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`The data folder cannot be used (LEDGERGATE_VAR): ${errorMessage(error)}`);
  }
}

/** Prepares the start while none of its processes is running. @throws ConfigError */
async function prepare({ own, tryton }: DevConfig, { onProcess, signal }: Stage) {
  const cli = own && (await findTemporalCli({ say, signal }));
  const prepared = tryton && (await openTryton(tryton, withDefaults({ say, signal, onProcess })));
  return { cli: cli?.path, cliVersion: cli?.version, tryton: prepared };
}

async function startServers(
  surroundings: Surroundings,
  { start, whileTheyLive, signal }: Stage,
  { cli, cliVersion, tryton }: Awaited<ReturnType<typeof prepare>>,
) {
  const { own, namespace, temporal, address, tryton: ownTryton } = surroundings.config;
  if (own && cli !== undefined) {
    say(`Temporal server on ${address} (CLI ${cliVersion ?? 'unknown'})`);
    start(serverSpec(surroundings, own, cli));
  } else {
    say(`using the Temporal server at ${address}, namespace ${namespace}`);
  }
  if (tryton && ownTryton) {
    say(`Tryton on ${ownTryton.url}`);
    start(trytonSpec(surroundings, tryton));
  }
  const connection = own ? { address } : temporalConfig().connectionOptions;
  await whileTheyLive(
    prepareNamespace(connection, { namespace, temporal, isOurs: own !== undefined }, { say, signal }),
  );
  if (ownTryton) await whileTheyLive(untilTrytonAnswers(ownTryton.url, signal));
}

async function bringUp(config: DevConfig, stage: Stage): Promise<void> {
  const { start, whileTheyLive, onChange, signal } = stage;
  await checkFirst(config);
  const surroundings = { config, show, say, onChange };
  const prepared = await prepare(config, stage);
  await startServers(surroundings, stage, prepared);
  say(config.codec ? 'worker, API and codec server' : 'worker and API');
  start(workerSpec(surroundings, config.tryton && { [trytonKeyVariable]: await readTrytonKey(config.tryton) }));
  start(apiSpec(surroundings));
  if (config.codec) start(codecSpec(surroundings, config.codec));
  await whileTheyLive(waitUntilReady(`${config.apiUrl}/readyz`, say, signal));
  const { PATH: searchPath = '' } = parseEnv(z.object({ PATH: z.string().optional() }));
  show(banner({ config, searchPath, at: new Date(), ...defined({ cli: prepared.cli }) }));
}

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command, usage, options });
  if (!given) return;
  const withTryton = readChoice(given, 'erp', ['tryton']) !== undefined;
  const config = await readConfig({ tryton: withTryton, encrypt: given.has('encrypt') });
  const unlock = (config.own ?? config.tryton) ? await lockFolder(config.varDirectory) : () => undefined;
  try {
    await runTogether({ say, isUnderNpm: config.isUnderNpm }, (stage) => bringUp(config, stage));
  } finally {
    unlock();
  }
}

void runMain(main);
