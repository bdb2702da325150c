/** The API process: configuration → adapters → server, until SIGTERM or SIGINT. */
import { join } from 'node:path';
import { readCommandLine } from '../adapters/arguments';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain } from '../adapters/env';
import { createLogger } from '../adapters/log';
import { createSources, missingSecrets } from '../adapters/source/sources';
import { temporalConfig } from '../adapters/temporal/connection';
import { createAuthenticate } from './request/actor';
import { createApp } from './app';
import { readConfig } from './config';
import { createEvents } from './events/events';
import { createLinks } from './links';
import { createSignIn } from './session/sign-in';
import { listen } from './server';
import { createGateway } from './gateway/gateway';
import { loadKeys } from './request/token-keys';

/** A request's own deadline is shorter: after a signal every answer is still given. */
const graceMs = 10_000;

/** Later signals change nothing: the stop is under way and bounded. */
const stopSignal = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.on('SIGTERM', resolve).on('SIGINT', resolve);
  });

const usage = `npm run api: the HTTP API and the desk, until it is stopped.

Environment
  AUTH_ISSUER         who issues the tokens; needed
  AUTH_JWKS_URL or AUTH_KEY_FILE  their public keys; needed
  AUTH_AUDIENCE       for whom the tokens are (ledgergate)
  HOST PORT           where it listens (127.0.0.1, 3000)
  TEMPORAL_ADDRESS    the Temporal server (localhost:7233); TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_…
  TEMPORAL_UI_URL     views link there
  COMPANIES_FILE      the companies and their ERPs (companies.yaml)
  LEDGERGATE_VAR      folder of all data (var)
  RATE_LIMIT          <requests a second>/<burst> (100/500), or off
  LOG_LEVEL           trace, debug, info, warn, error, fatal or silent (info)
  SESSION_KEY PUBLIC_URL OIDC_…   signing in with a browser

docs/api.md and docs/operations.md say the rest.`;

async function main(): Promise<void> {
  if (!readCommandLine(process.argv.slice(2), { command: 'npm run api', usage })) return;
  const config = readConfig();
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
  const { namespace, connectionOptions } = temporalConfig();
  const gateway = createGateway({ connectionOptions, namespace, dataFolder: config.temporalDataFolder });
  const tokenRules = { keys, issuer: config.issuer, audience: config.audience };
  const events = createEvents({ submissions: gateway, log });
  const app = createApp({
    submissions: gateway,
    companies,
    sources: createSources(companies),
    authenticate: createAuthenticate(tokenRules),
    events,
    signIn: config.signIn && createSignIn(config.signIn, tokenRules),
    deskDirectory: join(__dirname, '..', 'web'),
    toLinks: createLinks(config.temporalUiUrl === undefined ? undefined : { url: config.temporalUiUrl, namespace }),
    rate: config.rate,
    log,
  });
  const server = await listen(app, config.host, config.port);
  log.info({ url: server.url, namespace, temporal: connectionOptions.address }, 'api started');

  const signal = await stopSignal();
  log.info({ signal }, 'api stopping');
  events.close();
  await server.stop(graceMs);
  await gateway.close();
  log.info('api stopped');
}

void runMain(main);
