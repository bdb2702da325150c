/** The worker process: configuration → adapters → worker, until SIGTERM or SIGINT. */
import { setTimeout as delay } from 'node:timers/promises';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain, widenThreadPool } from '../adapters/env';
import { createLogger } from '../adapters/log';
import { createSources, missingSecrets } from '../adapters/source/sources';
import { temporalConfig } from '../adapters/temporal/connection';
import { runtimeOptions } from '../adapters/temporal/runtime';
import { bundlePath } from './bundle';
import { readConfig } from './config';
import { checkSecrets, createErps } from './erps';
import { checkNotices, createNoticePorts, findNoticeGaps } from './notices';
import { createNoticeWorker, createWorker, runAll } from './worker';

/** Enough for the slots of a dozen companies whose shares hang. */
const fileThreads = 128;

async function main(): Promise<void> {
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
  const connection = await connect();
  if (!connection) return;
  try {
    const workflows = { workflowBundle: { codePath: bundlePath } };
    const worker = await createWorker({
      ...{ connection, namespace, erps: createErps(companies), workflows },
      sources: createSources(companies),
      cache: config.cache,
    });
    const notices = createNoticePorts(companies, config.notices);
    const noticeWorker = await createNoticeWorker({ connection, namespace, notices });
    log.info({ namespace, address: connectionOptions.address }, 'worker started');
    await runAll([worker, noticeWorker]);
    log.info('worker stopped');
  } finally {
    await connection.close();
  }

  /** Waits for the server as long as it takes: worker and server may be started in any order. */
  async function connect(): Promise<NativeConnection | undefined> {
    while (!stopping.signal.aborted) {
      try {
        return await NativeConnection.connect(connectionOptions);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'TransportError') throw error;
        log.warn({ address: connectionOptions.address }, 'Temporal cannot be reached; trying again in 2 s');
        await delay(2_000, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }
}

void runMain(main);
