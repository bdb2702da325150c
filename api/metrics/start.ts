/** Starts the metrics of an API process, if it has a port for them. */
import type { Logger } from 'pino';
import type { Companies } from '../../adapters/companies/companies';
import type { Fingerprints } from '../../adapters/fingerprints';
import type { MetricsAddress } from '../../adapters/metrics-settings';
import { readVersion } from '../../adapters/version';
import type { Gateway } from '../gateway/gateway';
import { listen } from '../server';
import { createMetrics, type Metrics } from './metrics';
import { serveMetrics } from './server';

export interface MetricsSources {
  readonly gateway: Gateway;
  readonly companies: Companies;
  readonly readFingerprints: () => Fingerprints;
  readonly log: Logger;
}

export interface ServedMetrics {
  readonly metrics: Metrics;
  stop(): Promise<void>;
}

/** A scrape that is under way at the stop is not waited for. */
const graceMs = 500;

/** @throws ConfigError if the address cannot be used */
export async function startMetrics(
  address: MetricsAddress,
  { gateway, companies, readFingerprints, log }: MetricsSources,
): Promise<ServedMetrics> {
  const metrics = createMetrics({
    version: readVersion(),
    readFingerprints,
    listCompanies: () =>
      companies
        .all()
        .filter(({ takesProjects }) => takesProjects)
        .map(({ id }) => id),
    listOpen: (companyId) => gateway.listOpen(companyId),
  });
  const listening = await listen(serveMetrics(metrics, log), { ...address, prefix: 'METRICS_' });
  log.info({ metrics: `${listening.url}/metrics` }, 'metrics started');
  return { metrics, stop: () => listening.stop(graceMs) };
}
