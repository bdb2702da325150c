import { z } from 'zod';
import { parseEnv } from '../adapters/env';

const Environment = z.object({
  COMPANIES_FILE: z.string().default('companies.yaml'),
  LEDGERGATE_VAR: z.string().default('var'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

export interface WorkerConfig {
  readonly companiesFile: string;
  readonly varDirectory: string;
  readonly logLevel: string;
}

/** Temporal's own variables are read by `adapters/temporal`. @throws ConfigError */
export function readConfig(): WorkerConfig {
  const env = parseEnv(Environment);
  return { companiesFile: env.COMPANIES_FILE, varDirectory: env.LEDGERGATE_VAR, logLevel: env.LOG_LEVEL };
}
