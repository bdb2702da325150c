/** The worker process: configuration → adapters → worker, until SIGTERM or SIGINT. */
import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { readCommandLine } from '../adapters/arguments';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain, widenThreadPool } from '../adapters/env';
import { createLogger } from '../adapters/log';
import { formatSettings } from '../adapters/settings';
import { createSources, missingSecrets } from '../adapters/source/sources';
import { temporalConfig, temporalSettings, toWorkerConnection } from '../adapters/temporal/connection';
import { runtimeOptions } from '../adapters/temporal/runtime';
import { bundlePath } from './bundle';
import { readConfig, workerSettings } from './config';
import { checkSecrets, createErps } from './erps';
import { checkNotices, createNoticePorts, findNoticeGaps } from './notices';
import { createNoticeWorker, createWorker, runAll } from './worker';

/** Enough for the slots of a dozen companies whose shares hang. */
const fileThreads = 128;

const usage = `npm run worker: runs submissions, exports and notices until it is stopped.

Environment
${formatSettings([...workerSettings, ...temporalSettings])}

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
  Runtime.install(runtimeOptions(log));
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  // Never taken off: the SDK takes off its own with the first signal, and a second one must not kill the drain.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const { namespace, connectionOptions } = temporalConfig();
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
  log.info({ namespace, address }, 'worker started');
  try {
    await runAll(workers);
    log.info('worker stopped');
  } finally {
    await connection.close();
  }

  async function prepare() {
    const connection = await untilThere(() => NativeConnection.connect(toWorkerConnection(connectionOptions)));
    const common = { connection, namespace };
    const workflows = { workflowBundle: { codePath: bundlePath } };
    const worker = await untilThere(() => createWorker({ ...common, erps, sources, workflows, cache: config.cache }));
    return { connection, workers: [worker, await untilThere(() => createNoticeWorker({ ...common, notices }))] };
  }

  /** Waits for the server and its namespace as long as it takes: worker and server may be started in any order. */
  async function untilThere<T>(make: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await make();
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'TransportError') throw error;
        log.warn({ address, why: error.message }, 'Temporal cannot be used yet; trying again in 2 s');
        await delay(2_000);
      }
    }
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
  });

void runMain(main);
