/** The worker process: configuration → adapters → worker, until SIGTERM or SIGINT. */
import { NativeConnection, Runtime } from '@temporalio/worker';
import { readCommandLine } from '../adapters/arguments';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain, widenThreadPool } from '../adapters/env';
import { fingerprintPayloadKeys, type Fingerprints } from '../adapters/fingerprints';
import { createLogger } from '../adapters/log';
import { formatSettings } from '../adapters/settings';
import { createSources, missingSecrets } from '../adapters/source/sources';
import { followKey, temporalConfig, temporalSettings, toWorkerConnection } from '../adapters/temporal/connection';
import { installRuntime } from '../adapters/temporal/runtime';
import { startTracing, tracingSettings } from '../adapters/tracing/opentelemetry';
import { defined } from '../workflows/contract/defined';
import { findBundlePath } from './bundle';
import { readConfig, workerSettings } from './config';
import { checkRights, untilThere, watchRights } from './connect';
import { checkSecrets, createErps } from './erps';
import { measure } from './metrics';
import { checkNotices, createNoticePorts, findNoticeGaps } from './notices';
import { createNoticeWorker, createWorker, runAll } from './worker';

/** Enough for the slots of a dozen companies whose shares hang. */
const fileThreads = 128;

const usage = `npm run worker: runs submissions, exports and notices until it is stopped.

Environment
${formatSettings([...workerSettings, ...temporalSettings, ...tracingSettings])}

docs/operations.md explains how to run it.`;

async function main(): Promise<void> {
  if (!readCommandLine(process.argv.slice(2), { command: 'npm run worker', usage })) return;
  widenThreadPool(fileThreads);
  const config = readConfig();
  const log = createLogger('worker', config.logLevel);
  const companies = createCompanies({
    file: config.companiesFile,
    varDirectory: config.varDirectory,
    onError: (message) => {
      log.error({ file: config.companiesFile }, message);
    },
  });
  checkSecrets(companies);
  checkNotices(companies, config.notices);
  for (const gap of findNoticeGaps(companies, config.notices)) log.warn(gap);
  const missing = missingSecrets(companies.all().filter(({ source }) => source?.writeBack));
  if (missing.length > 0) throw new ConfigError(missing.join('\n'));
  const endTracing = await startTracing('ledgergate-worker', log);
  installRuntime(log, config.metrics);
  const { payloadKeys } = config;
  const readFingerprints = (): Fingerprints => ({
    companies: companies.fingerprint(),
    ...defined({ payloadKeys: payloadKeys && fingerprintPayloadKeys(payloadKeys) }),
  });
  const measured =
    config.metrics && measure(Runtime.instance().metricMeter, { version: config.version, readFingerprints });
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  // Never taken off: the SDK takes off its own with the first signal, and a second one must not kill the drain.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const temporal = temporalConfig();
  const { namespace, connectionOptions } = temporal;
  const { address } = connectionOptions;
  const erps = createErps(companies);
  const sources = createSources(companies);
  const notices = createNoticePorts(companies, config.notices);

  const prepared = await Promise.race([prepare(), aborted(stopping.signal)]);
  if (!prepared) {
    log.info('worker stopped');
    // Nothing has been taken yet, and what waits for a server that goes away as well would wait for long.
    process.exit();
  }
  const { connection, workers } = prepared;
  log.info(
    { namespace, address, config: readFingerprints(), ...defined({ version: config.version }) },
    'worker started',
  );
  try {
    await runAll(workers);
    log.info('worker stopped');
  } finally {
    await connection.close();
    await endTracing();
  }

  async function prepare() {
    const there = <T>(make: () => Promise<T>): Promise<T> => untilThere(make, temporal, log);
    const connection = await there(() => NativeConnection.connect(toWorkerConnection(connectionOptions)));
    followKey(temporal, {
      onKey: (key) => {
        void connection.setApiKey(key);
        log.info('the API key of Temporal was read again');
      },
      onError: (message) => {
        log.error(message);
      },
    });
    await checkRights(temporal);
    watchRights(connection, temporal, log);
    const common = { connection, namespace, keys: payloadKeys };
    const workflows = { workflowBundle: { codePath: findBundlePath(payloadKeys) } };
    const worker = await there(() =>
      createWorker({
        ...common,
        erps,
        sources,
        workflows,
        cache: config.cache,
        sealedOnly: config.sealedOnly,
        version: config.version,
        ...measured,
      }),
    );
    return {
      connection,
      workers: [worker, await there(() => createNoticeWorker({ ...common, notices, attempts: measured?.attempts }))],
    };
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });

void runMain(main).finally(() => {
  // What was connected until then would keep the process.
  if (process.exitCode !== undefined) process.exit();
});
