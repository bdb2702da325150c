/** `npm run cluster` runs what a company would run, in one terminal and without containers. */
import { writeFileSync } from 'node:fs';
import { createCompanies } from '../../adapters/companies/companies';
import { readChoice, readCommandLine } from '../../adapters/arguments';
import { runMain } from '../../adapters/env';
import { formatSettings } from '../../adapters/settings';
import { lockFolder } from '../processes/lock';
import { checkPorts, type WantedPort } from '../processes/ports';
import { type ChildEnvironment, type Surroundings, trytonSpec } from '../processes/processes';
import { runTogether, type Stage } from '../processes/together';
import { typedPath } from '../project';
import { isNewFolder, makeDrops, sayMissingDrops } from '../start/drops';
import { waitUntilReady } from '../start/ready';
import { tokensFile, writeDevTokens } from '../tokens';
import { followCompanies, trytonKeyVariable } from '../tryton/company';
import { untilTrytonAnswers } from '../tryton/program';
import { withDefaults } from '../tryton/template';
import { passwordFile, readTrytonKey } from '../tryton/tryton';
import { certificates, clusterSettings, type ClusterConfig, processesFile, readClusterConfig } from './config';
import { hostPorts, serviceSpecs } from './processes';
import { type ClusterPrograms, preparePrograms } from './programs';
import { startTemporal } from './temporal';
import { openTryton } from './tryton';

const usage = `npm run cluster: runs PostgreSQL, two Temporal nodes, two workers, two APIs and a proxy in one terminal.

npm run cluster -- --erp tryton   also runs Tryton, a real ERP, on that PostgreSQL, and adds the company initech, which uses it

Everything that speaks to Temporal does so with mutual TLS. The configuration of the nodes and of the proxy is that of
deploy/. The data stays in LEDGERGATE_VAR/cluster. It needs Linux, PostgreSQL, HAProxy, openssl and, for the first
start, Go 1.26 or later: the Temporal server is built from its source, which takes five minutes or more.

Environment
${formatSettings(clusterSettings)}

"npm run tour -- --cluster" plays the story on it. Ctrl-C stops everything, and the data stays.`;

const options = { erp: { takes: 'tryton', help: 'also run Tryton and add a company that uses it' } };

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => show(`${'cluster'.padEnd(8)} ${line}`);

function listPorts({ dev, hosts, temporalPort, postgresPort }: ClusterConfig): WantedPort[] {
  const local = { host: '127.0.0.1' };
  const machine = { variable: 'CLUSTER_NETWORK', instead: 'another loopback network, such as 127.0.1' };
  return [
    { ...local, port: dev.apiPort, owner: 'the proxy before the APIs', variable: 'PORT' },
    { ...local, port: temporalPort, owner: 'the proxy before Temporal', variable: 'TEMPORAL_PORT' },
    { ...local, port: postgresPort, owner: 'PostgreSQL', variable: 'POSTGRES_PORT' },
    ...(dev.tryton ? [{ ...local, port: dev.tryton.port, owner: 'Tryton', variable: 'TRYTON_PORT' }] : []),
    ...hosts.flatMap((host) => [
      { ...machine, host, port: hostPorts.temporal, owner: `Temporal on ${host}` },
      { ...machine, host, port: hostPorts.api, owner: `the API on ${host}` },
    ]),
  ];
}

async function checkFirst(config: ClusterConfig): Promise<void> {
  const { dev } = config;
  await checkPorts(listPorts(config));
  const companies = createCompanies({ file: dev.givenCompaniesFile, varDirectory: dev.varDirectory, onError: say });
  await ((await isNewFolder(dev)) ? makeDrops(companies, say) : sayMissingDrops(companies, say));
  if (dev.tryton) await followCompanies(dev, dev.tryton, say);
  await writeDevTokens(dev.varDirectory);
}

/** Starts Tryton, if it is wanted. @returns what the workers need for it */
async function startTryton(
  config: ClusterConfig,
  surroundings: Surroundings,
  programs: ClusterPrograms,
  { start, whileTheyLive, onProcess, signal }: Stage,
): Promise<ChildEnvironment> {
  const { tryton } = config.dev;
  if (!tryton) return {};
  const preparation = withDefaults({ say, signal, onProcess });
  const prepared = await whileTheyLive(openTryton(config, tryton, programs, preparation));
  say(`Tryton on ${tryton.url}`);
  start(trytonSpec(surroundings, prepared));
  await whileTheyLive(untilTrytonAnswers(tryton.url, signal));
  return { [trytonKeyVariable]: await readTrytonKey(tryton) };
}

async function bringUp(config: ClusterConfig, stage: Stage): Promise<void> {
  const { dev, directory, searchPath } = config;
  const { start, whileTheyLive, onProcess, signal } = stage;
  const onChange = (): void => {
    stage.onChange();
    writeFileSync(processesFile(directory), JSON.stringify(stage.listPids()));
  };
  const surroundings = { config: dev, show, say, onChange };
  await checkFirst(config);
  const programs = await preparePrograms({ searchPath, say, signal, onProcess });
  await startTemporal(config, surroundings, programs, { start, whileTheyLive, signal });
  const secrets = await startTryton(config, surroundings, programs, stage);
  say('two workers and two APIs');
  for (const service of serviceSpecs(config, surroundings, secrets)) start(service);
  await whileTheyLive(waitUntilReady(`${dev.apiUrl}/readyz`, say, signal));
  show(banner(config));
}

const banner = ({ dev, directory, hosts, postgresPort }: ClusterConfig): string =>
  [
    '',
    'The cluster is up.',
    '',
    `  Desk         ${dev.apiUrl}/`,
    `  API          ${dev.apiUrl} (HAProxy before ${hosts.map((host) => `${host}:${hostPorts.api}`).join(' and ')})`,
    `  Temporal     ${dev.address} (HAProxy before ${hosts.map((host) => `${host}:${hostPorts.temporal}`).join(' and ')})`,
    `  PostgreSQL   127.0.0.1:${postgresPort}`,
    ...(dev.tryton
      ? [
          `  Tryton       ${dev.tryton.url} (database erp, user admin, password in ${typedPath(passwordFile(dev.tryton))})`,
        ]
      : []),
    `  Certificates ${typedPath(certificates(directory))}`,
    `  Tokens       ${typedPath(tokensFile(dev.varDirectory))} (admin, approver, operator, viewer)`,
    '',
    `  # Run the whole tour\n  npm run tour -- --cluster${dev.tryton ? ' --company initech' : ''}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command: 'npm run cluster', usage, options });
  if (!given) return;
  const tryton = readChoice(given, 'erp', ['tryton']) !== undefined;
  const config = await readClusterConfig({ tryton });
  const unlock = await lockFolder(config.directory);
  try {
    await runTogether({ say, isUnderNpm: config.dev.isUnderNpm }, (stage) => bringUp(config, stage));
  } finally {
    unlock();
  }
}

void runMain(main);
