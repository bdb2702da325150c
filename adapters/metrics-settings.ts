/** Where a process offers its metrics to Prometheus. */
import { z } from 'zod';
import { wholeNumber } from './whole-number';

export const metricsSettings = {
  METRICS_PORT: wholeNumber(1, 65_535)
    .optional()
    .describe(
      'The port of the metrics for Prometheus, another one for each process of a machine. Unset, there are none.',
    ),
  METRICS_HOST: z.string().default('127.0.0.1').describe('The address of the metrics. They need no token.'),
};

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** Returns `undefined` if the process offers no metrics. */
export const readMetricsAddress = (env: {
  readonly METRICS_PORT?: number | undefined;
  readonly METRICS_HOST: string;
}): MetricsAddress | undefined =>
  env.METRICS_PORT === undefined ? undefined : { host: env.METRICS_HOST, port: env.METRICS_PORT };
