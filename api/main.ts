/** The API process: configuration → adapters → server, until SIGTERM or SIGINT. */
import { join } from 'node:path';
import { readCommandLine } from '../adapters/arguments';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain } from '../adapters/env';
import { fingerprintKey, fingerprintPayloadKeys, type Fingerprints } from '../adapters/fingerprints';
import { createLogger } from '../adapters/log';
import { formatSettings } from '../adapters/settings';
import { createSources, missingSecrets } from '../adapters/source/sources';
import { followKey, temporalConfig, temporalSettings } from '../adapters/temporal/connection';
import { startTracing, tracingSettings } from '../adapters/tracing/opentelemetry';
import { createAuthenticate } from './request/actor';
import { createApp } from './app';
import { codecWord, runCodec } from './codec/main';
import { apiSettings, readConfig } from './config';
import { createEvents } from './events/events';
import { createLinks } from './links';
import { countCommands } from './metrics/server';
import { startMetrics } from './metrics/start';
import { createSignIn } from './session/sign-in';
import { listen } from './server';
import { stopSignal } from './stop-signal';
import { createGateway } from './gateway/gateway';
import { loadKeys } from './request/token-keys';
import { defined } from '../workflows/contract/defined';

/** A request's own deadline is shorter: after a signal every answer is still given. */
const graceMs = 10_000;

const usage = `npm run api: runs the HTTP API and the desk until it is stopped.

npm run codec   runs the codec server of the Temporal UI and CLI instead ("npm run codec --help")

Environment
${formatSettings([...apiSettings, ...temporalSettings, ...tracingSettings])}

docs/operations.md explains how to run it.`;

async function main(): Promise<void> {
  if (!readCommandLine(process.argv.slice(2), { command: 'npm run api', usage })) return;
  const config = readConfig();
  const { payloadKeys, temporalDataFolder: dataFolder } = config;
  const log = createLogger('api', config.logLevel);
  const companies = createCompanies({
    file: config.companiesFile,
    varDirectory: config.varDirectory,
    onError: (message) => {
      log.error({ file: config.companiesFile }, message);
    },
  });
  const missing = missingSecrets(companies.all());
  if (missing.length > 0) throw new ConfigError(missing.join('\n'));
  const keys = await loadKeys(config.keys);
  const endTracing = await startTracing('ledgergate-api', log);
  const readFingerprints = (): Fingerprints => ({
    companies: companies.fingerprint(),
    ...defined({
      sessionKey: config.signIn && fingerprintKey(config.signIn.sessionKey),
      payloadKeys: payloadKeys && fingerprintPayloadKeys(payloadKeys),
    }),
  });
  const temporal = temporalConfig();
  const { namespace, connectionOptions } = temporal;
  const gateway = createGateway({ connectionOptions, namespace, keys: payloadKeys, dataFolder });
  followKey(temporal, {
    onKey: (key) => {
      gateway.setApiKey(key);
      log.info('the API key of Temporal was read again');
    },
    onError: (message) => {
      log.error(message);
    },
  });
  const served = config.metrics && (await startMetrics(config.metrics, { gateway, companies, readFingerprints, log }));
  const submissions = served ? countCommands(gateway, served.metrics) : gateway;
  const tokenRules = { keys, issuer: config.issuer, audience: config.audience };
  const events = createEvents({ submissions, log });
  const app = createApp({
    submissions,
    companies,
    sources: createSources(companies),
    authenticate: createAuthenticate(tokenRules),
    events,
    signIn: config.signIn && createSignIn(config.signIn, tokenRules),
    deskDirectory: join(__dirname, '..', 'web'),
    toLinks: createLinks(config.temporalUiUrl === undefined ? undefined : { url: config.temporalUiUrl, namespace }),
    rate: config.rate,
    log,
    metrics: served?.metrics,
  });
  const server = await listen(app, config);
  log.info(
    { url: server.url, namespace, temporal: connectionOptions.address, config: readFingerprints() },
    'api started',
  );

  const signal = await stopSignal();
  log.info({ signal }, 'api stopping');
  events.close();
  await Promise.all([server.stop(graceMs), served?.stop()]);
  await gateway.close();
  await endTracing();
  log.info('api stopped');
}

const [word] = process.argv.slice(2);

void runMain(() => (word === codecWord ? runCodec(process.argv.slice(2)) : main()));
