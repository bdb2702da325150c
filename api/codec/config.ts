/** The environment of the codec server. */
import { z } from 'zod';
import { parseEnv } from '../../adapters/env';
import { listSettings, logLevel, secretsSettings } from '../../adapters/settings';
import { payloadSettings, type PayloadKeys } from '../../adapters/temporal/payload-keys';
import { wholeNumber } from '../../adapters/whole-number';

const token = z
  .string('is required: the secret of the people who may read what is encrypted')
  .regex(/^[\x21-\x7e]{24,500}$/, 'must be 24 or more visible ASCII characters without spaces');

const origin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => URL.canParse(url) && new URL(url).href === `${new URL(url).origin}/`, 'must have no path')
  .transform((url) => new URL(url).origin);

const Environment = z.object({
  PAYLOAD_KEYS: payloadSettings.PAYLOAD_KEYS.refine((keys) => keys !== undefined, 'is required: the keys that decrypt'),
  CODEC_TOKEN: token.describe('Required. The token that the Temporal CLI and UI send: 24 or more characters.'),
  CODEC_UI_ORIGIN: origin
    .optional()
    .describe('The origin of the Temporal UI, such as https://temporal.example.com. Without it, no browser may read.'),
  CODEC_HOST: z.string().default('127.0.0.1').describe('The address on which the codec server listens.'),
  CODEC_PORT: wholeNumber(0, 65_535).default(8_081).describe('The port on which the codec server listens.'),
  LOG_LEVEL: logLevel,
});

export const codecSettings = [
  ...listSettings(payloadSettings),
  ...listSettings(Environment.omit({ PAYLOAD_KEYS: true }).shape),
  ...secretsSettings,
];

export interface CodecConfig {
  readonly keys: PayloadKeys;
  readonly token: string;
  /** The origin whose pages may read. `undefined` if there is none. */
  readonly uiOrigin: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
}

/** Reads the configuration of the codec server from the environment. @throws ConfigError */
export function readCodecConfig(): CodecConfig {
  const env = parseEnv(Environment);
  const { PAYLOAD_KEYS: keys } = env;
  if (!keys) throw new Error('the schema requires PAYLOAD_KEYS');
  return {
    keys,
    token: env.CODEC_TOKEN,
    uiOrigin: env.CODEC_UI_ORIGIN,
    host: env.CODEC_HOST,
    port: env.CODEC_PORT,
    logLevel: env.LOG_LEVEL,
  };
}
