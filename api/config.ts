/** The API's environment. Temporal's own variables are read by `adapters/temporal`. */
import { z } from 'zod';
import { parseEnv } from '../adapters/env';
import type { KeySource } from './token-keys';
import type { Rate } from './rate-limit';

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

const keysUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => URL.canParse(url) && (url.startsWith('https:') || isLoopback(new URL(url))),
    'must begin with https:',
  );

const rateLimit = z
  .string()
  .regex(/^(off|[1-9]\d{0,6}\/[1-9]\d{0,6})$/, 'must be "<requests a second>/<burst>" such as 100/500, or off')
  .transform((text): Rate | undefined => {
    if (text === 'off') return undefined;
    const [perSecond, burst] = text.split('/').map(Number);
    return { perSecond: perSecond ?? 1, burst: burst ?? 1 };
  });

const Environment = z
  .object({
    AUTH_ISSUER: z.string('is needed: who issues the tokens (their iss)'),
    AUTH_AUDIENCE: z.string().default('ledgergate'),
    AUTH_JWKS_URL: keysUrl.optional(),
    AUTH_KEY_FILE: z.string().optional(),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().default('127.0.0.1'),
    COMPANIES_FILE: z.string().default('companies.yaml'),
    LEDGERGATE_VAR: z.string().default('var'),
    RATE_LIMIT: rateLimit.default({ perSecond: 100, burst: 500 }),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    TEMPORAL_UI_URL: z.url({ protocol: /^https?$/ }).optional(),
  })
  .refine((env) => (env.AUTH_JWKS_URL === undefined) !== (env.AUTH_KEY_FILE === undefined), {
    path: ['AUTH_JWKS_URL or AUTH_KEY_FILE'],
    message: "exactly one is needed: where the token issuer's public keys are",
    // Said together with what else is missing.
    when: () => true,
  });

export interface ApiConfig {
  readonly port: number;
  readonly host: string;
  readonly companiesFile: string;
  readonly varDirectory: string;
  readonly logLevel: string;
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  /** `undefined`: no limit. */
  readonly rate: Rate | undefined;
  readonly temporalUiUrl: string | undefined;
}

/** @throws ConfigError */
export function readConfig(): ApiConfig {
  const env = parseEnv(Environment);
  return {
    port: env.PORT,
    host: env.HOST,
    companiesFile: env.COMPANIES_FILE,
    varDirectory: env.LEDGERGATE_VAR,
    logLevel: env.LOG_LEVEL,
    issuer: env.AUTH_ISSUER,
    audience: env.AUTH_AUDIENCE,
    keys: { jwksUrl: env.AUTH_JWKS_URL, keyFile: env.AUTH_KEY_FILE },
    rate: env.RATE_LIMIT,
    temporalUiUrl: env.TEMPORAL_UI_URL?.replace(/\/+$/, ''),
  };
}
