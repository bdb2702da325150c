/** The API's environment. Temporal's own variables are read by `adapters/temporal`. */
import { z } from 'zod';
import { parseEnv } from '../adapters/env';
import { type MetricsAddress, metricsSettings, readMetricsAddress } from '../adapters/metrics-settings';
import { commonSettings, listSettings, logLevel, secretsSettings } from '../adapters/settings';
import { payloadSettings, type PayloadKeys } from '../adapters/temporal/payload-keys';
import { wholeNumber } from '../adapters/whole-number';
import { isSafeUrl } from '../adapters/http/safe-url';
import type { KeySource } from './request/token-keys';
import type { Rate } from './request/rate-limit';
import type { ProviderOptions } from './session/provider-description';
import type { SignInConfig } from './session/sign-in';
import { defined } from '../workflows/contract/defined';

const safeUrl = z.url({ protocol: /^https?$/ }).refine(isSafeUrl, 'must begin with https:');

const sessionKeyBytes = 32;

const sessionKey = z
  .string()
  .regex(/^[\w-]+$/, 'must be base64url')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64url')))
  .refine(({ length }) => length === sessionKeyBytes, 'must be 32 random bytes in base64url');

/** Cookies count for a whole host, so the desk cannot live below a path. */
const publicUrl = safeUrl
  .refine((url) => URL.canParse(url) && new URL(url).href === `${new URL(url).origin}/`, 'must have no path')
  .transform((url) => new URL(url).origin);

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
    AUTH_ISSUER: z
      .string('is required: the issuer of the tokens (their iss)')
      .describe('Required. The issuer of the tokens: their `iss`.'),
    AUTH_AUDIENCE: z.string().default('ledgergate').describe('The audience of the tokens: their `aud`.'),
    AUTH_JWKS_URL: safeUrl
      .optional()
      .describe("The https URL of the issuer's public keys, a JWK set. Required, unless AUTH_KEY_FILE is set."),
    AUTH_KEY_FILE: z.string().optional().describe("A file with the issuer's public keys: PEM, JWK or JWK set."),
    HOST: z.string().default('127.0.0.1').describe('The address on which the API listens.'),
    PORT: wholeNumber(0, 65_535).default(3000).describe('The port on which the API listens.'),
    ...commonSettings,
    LOG_LEVEL: logLevel,
    ...metricsSettings,
    RATE_LIMIT: rateLimit
      .prefault('100/500')
      .describe('The requests of one caller a second, and their burst; or off. Each API process counts for itself.'),
    TEMPORAL_UI_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("The Temporal UI. If it is set, views link to the submission's page there."),
    TEMPORAL_DATA_FOLDER: z
      .string()
      .optional()
      .describe("The folder of Temporal's database, if it is on this machine; /readyz then watches its disk."),
    ...payloadSettings,
    SESSION_KEY: sessionKey
      .optional()
      .describe('32 random bytes in base64url that seal the session cookies, the same for every API process.'),
    PUBLIC_URL: publicUrl.optional().describe('The https origin of the desk, without a path.'),
    OIDC_ISSUER: safeUrl.optional().describe('The identity provider at which people sign in to the desk.'),
    OIDC_CLIENT_ID: z.string().optional().describe('The client that is registered at the identity provider.'),
    OIDC_CLIENT_SECRET: z.string().optional().describe('The secret of that client. A public client has none.'),
    OIDC_SCOPE: z
      .string()
      .regex(/^openid\b/, 'must begin with openid')
      .default('openid profile email')
      .describe('The scopes of a sign-in.'),
    SESSION_HOURS: wholeNumber(1, 24).default(12).describe('The hours after which a session ends, 1 to 24.'),
    SESSION_IDLE_MINUTES: wholeNumber(5, 24 * 60)
      .default(120)
      .describe('The minutes without use after which a session ends, 5 to 1440.'),
    DEV_TOKENS_FILE: z.string().optional().describe('Set by `npm start` alone, for its one-click sign-in.'),
  })
  .refine((env) => (env.AUTH_JWKS_URL === undefined) !== (env.AUTH_KEY_FILE === undefined), {
    path: ['AUTH_JWKS_URL or AUTH_KEY_FILE'],
    message: "exactly one is required: the location of the token issuer's public keys",
    // Said together with what else is missing.
    when: () => true,
  })
  .superRefine((env, context) => {
    const needs = (variable: keyof typeof env, by: keyof typeof env): void => {
      if (env[by] === undefined || env[variable] !== undefined) return;
      context.addIssue({ code: 'custom', path: [variable], message: `is required by ${by}` });
    };
    needs('OIDC_CLIENT_ID', 'OIDC_ISSUER');
    needs('PUBLIC_URL', 'OIDC_ISSUER');
    needs('SESSION_KEY', 'OIDC_ISSUER');
    needs('SESSION_KEY', 'DEV_TOKENS_FILE');
    needs('OIDC_ISSUER', 'OIDC_CLIENT_ID');
    needs('OIDC_ISSUER', 'OIDC_CLIENT_SECRET');
  });
type Environment = z.infer<typeof Environment>;

export const apiSettings = [...listSettings(Environment.shape), ...secretsSettings];

export interface ApiConfig {
  readonly port: number;
  readonly host: string;
  readonly companiesFile: string;
  readonly varDirectory: string;
  readonly logLevel: string;
  /** `undefined` if there are no metrics. */
  readonly metrics: MetricsAddress | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  /** The limit for each caller. `undefined` if there is none. */
  readonly rate: Rate | undefined;
  readonly temporalUiUrl: string | undefined;
  /** The folder of Temporal's database, if it is on this machine. */
  readonly temporalDataFolder: string | undefined;
  /** The keys that encrypt payloads. `undefined` if they are not encrypted. */
  readonly payloadKeys: PayloadKeys | undefined;
  /** The sign-in of browsers. `undefined` if no cookie is read or written. */
  readonly signIn: SignInConfig | undefined;
}

function readProvider(env: Environment): ProviderOptions | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL: origin } = env;
  if (issuer === undefined || clientId === undefined || origin === undefined) return undefined;
  return {
    issuer,
    clientId,
    ...defined({ clientSecret }),
    scope: env.OIDC_SCOPE,
    publicOrigin: origin,
  };
}

function readSignIn(env: Environment): SignInConfig | undefined {
  const { SESSION_KEY: key, PUBLIC_URL: publicOrigin, DEV_TOKENS_FILE: devTokensFile } = env;
  if (key === undefined) return undefined;
  const limits = { sessionSeconds: env.SESSION_HOURS * 3_600, idleSeconds: env.SESSION_IDLE_MINUTES * 60 };
  return { sessionKey: key, limits, publicOrigin, provider: readProvider(env), devTokensFile };
}

/** Reads the configuration of the API from the environment. @throws ConfigError */
export function readConfig(): ApiConfig {
  const env = parseEnv(Environment);
  return {
    port: env.PORT,
    host: env.HOST,
    companiesFile: env.COMPANIES_FILE,
    varDirectory: env.LEDGERGATE_VAR,
    logLevel: env.LOG_LEVEL,
    metrics: readMetricsAddress(env),
    issuer: env.AUTH_ISSUER,
    audience: env.AUTH_AUDIENCE,
    keys: { jwksUrl: env.AUTH_JWKS_URL, keyFile: env.AUTH_KEY_FILE },
    rate: env.RATE_LIMIT,
    temporalUiUrl: env.TEMPORAL_UI_URL?.replace(/(?<!\/)\/+$/, ''),
    temporalDataFolder: env.TEMPORAL_DATA_FOLDER,
    payloadKeys: env.PAYLOAD_KEYS,
    signIn: readSignIn(env),
  };
}
