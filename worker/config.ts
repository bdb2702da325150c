import type { WorkerDeploymentVersion } from '@temporalio/common';
import { z } from 'zod';
import { parseEnv } from '../adapters/env';
import { type MetricsAddress, metricsSettings, readMetricsAddress } from '../adapters/metrics-settings';
import type { MailAddress } from '../adapters/notice/mailer';
import { parseSmtpUrl, type SmtpServer } from '../adapters/notice/smtp-url';
import { commonSettings, listSettings, logLevel, secretsSettings } from '../adapters/settings';
import { payloadSettings, type PayloadKeys } from '../adapters/temporal/payload-keys';
import { wholeNumber } from '../adapters/whole-number';
import { findProseFault } from '../workflows/contract/text';
import { defined } from '../workflows/contract/defined';

const smtpUrl = z.string().transform((text, context): SmtpServer => {
  const server = parseSmtpUrl(text);
  if (server) return server;
  // The text itself may hold a password.
  const message =
    'must be a URL such as smtps://user:password@mail.example.com:465, with special characters percent-encoded';
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
});

/** `ledgergate@example.com`, or with a name: `Ledgergate <ledgergate@example.com>`. */
const mailFrom = z.string().transform((text, context): MailAddress => {
  const [, name = '', inBrackets] = /^([^<>"]*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = z.email().safeParse(inBrackets ?? text.trim());
  if (address.success && (name === '' || findProseFault(name) === undefined))
    return { name: name.trim(), address: address.data };
  context.issues.push({
    code: 'custom',
    message: 'must be an address such as "Ledgergate <ledgergate@example.com>"',
    input: undefined,
  });
  return z.NEVER;
});

const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).href === `${new URL(url).origin}/`, 'must have no path')
  .transform((url) => new URL(url).origin);

/** The server joins the two with a colon, and keeps names that begin with two underscores for itself. */
const versionPart = z
  .string()
  .regex(/^(?!__)[\w.+-]{1,100}$/, 'must be at most 100 letters, digits and _ . + -, and not begin with __');

const Environment = z
  .object({
    ...commonSettings,
    LOG_LEVEL: logLevel,
    ...metricsSettings,
    SMTP_URL: smtpUrl
      .optional()
      .describe('The mail server, such as smtps://user:password@mail.example.com, name and password percent-encoded.'),
    MAIL_FROM: mailFrom
      .optional()
      .describe('The address that notices come from, such as "Ledgergate <ledgergate@example.com>".'),
    PUBLIC_URL: publicUrl.optional().describe('The origin of the desk. Without it, notices have no links.'),
    ...payloadSettings,
    PAYLOAD_KEYS_REQUIRED: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .describe(
        'true: a run that was begun without PAYLOAD_KEYS is not exported. For when the last such run has closed.',
      ),
    TEMPORAL_WORKER_DEPLOYMENT: versionPart
      .regex(/^[^.]+$/, 'must have no dot')
      .optional()
      .describe('The name of the worker deployment, if workers are versioned, such as ledgergate.'),
    TEMPORAL_WORKER_BUILD_ID: versionPart
      .optional()
      .describe('The version of this build within the deployment, such as the commit.'),
  })
  .refine((env) => !env.PAYLOAD_KEYS_REQUIRED || env.PAYLOAD_KEYS !== undefined, {
    path: ['PAYLOAD_KEYS'],
    message: 'is required by PAYLOAD_KEYS_REQUIRED',
  })
  .superRefine((env, { issues }) => {
    const { TEMPORAL_WORKER_DEPLOYMENT: deployment, TEMPORAL_WORKER_BUILD_ID: buildId } = env;
    if ((deployment === undefined) === (buildId === undefined)) return;
    const [missing, other] =
      deployment === undefined
        ? ['TEMPORAL_WORKER_DEPLOYMENT', 'TEMPORAL_WORKER_BUILD_ID']
        : ['TEMPORAL_WORKER_BUILD_ID', 'TEMPORAL_WORKER_DEPLOYMENT'];
    const message = `is required by ${other}. Set both of them, or none`;
    issues.push({ code: 'custom', path: [missing], message, input: undefined });
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
    message: 'is required by SMTP_URL: the address that notices come from',
  });

const Cache = z.object({
  MAX_CACHED_WORKFLOWS: wholeNumber(0, 100_000)
    .optional()
    .describe('The most runs that a worker keeps in memory. Unset, it follows from the memory; 0 is for tests.'),
});

export const workerSettings = [...listSettings(Environment.shape), ...listSettings(Cache.shape), ...secretsSettings];

export interface CacheConfig {
  /**
   * The most runs that a worker keeps in memory. With 0 each task replays its run from the first event. Absent, it
   * follows from the memory.
   */
  readonly maxCachedWorkflows?: number;
}

/**
 * Reads the cache settings. Test suites also run with 0, as if the worker restarted before each task.
 * @throws ConfigError @internal
 */
export function readCache(): CacheConfig {
  const { MAX_CACHED_WORKFLOWS: maxCachedWorkflows } = parseEnv(Cache);
  return maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows };
}

export interface NoticeConfig {
  /** The mail server and the sender address. Absent if no mail can be sent. */
  readonly mail?: { readonly server: SmtpServer; readonly from: MailAddress };
  /** The origin at which browsers reach the desk. */
  readonly publicUrl?: string;
}

export interface WorkerConfig {
  readonly companiesFile: string;
  readonly varDirectory: string;
  readonly logLevel: string;
  /** `undefined` if there are no metrics. */
  readonly metrics: MetricsAddress | undefined;
  readonly notices: NoticeConfig;
  readonly cache: CacheConfig;
  /** The keys that encrypt payloads. `undefined` if they are not encrypted. */
  readonly payloadKeys: PayloadKeys | undefined;
  /** Whether an export of a run that did not begin sealed is refused. */
  readonly sealedOnly: boolean;
  /** The version of this worker. `undefined` if workers are not versioned. */
  readonly version: WorkerDeploymentVersion | undefined;
}

/** Reads the configuration of the worker from the environment. @throws ConfigError */
export function readConfig(): WorkerConfig {
  const env = parseEnv(Environment);
  const { SMTP_URL: server, MAIL_FROM: from, PUBLIC_URL: origin } = env;
  const { TEMPORAL_WORKER_DEPLOYMENT: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId } = env;
  return {
    companiesFile: env.COMPANIES_FILE,
    varDirectory: env.LEDGERGATE_VAR,
    logLevel: env.LOG_LEVEL,
    metrics: readMetricsAddress(env),
    cache: readCache(),
    payloadKeys: env.PAYLOAD_KEYS,
    sealedOnly: env.PAYLOAD_KEYS_REQUIRED,
    version: deploymentName !== undefined && buildId !== undefined ? { deploymentName, buildId } : undefined,
    notices: defined({ mail: server && from && { server, from }, publicUrl: origin }),
  };
}
