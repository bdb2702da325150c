/** `temporal-dev.yaml`: the development server as data. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../../adapters/env';
import { errorMessage } from '../../adapters/errors';

const port = z.int().min(1).max(65_535);
const word = z.string().regex(/^\w+$/, 'must be one word');

/** The types a search attribute can have, by the names the Temporal CLI uses. */
export const attributeTypes = ['Text', 'Keyword', 'Int', 'Double', 'Bool', 'Datetime', 'KeywordList'] as const;
export type AttributeType = (typeof attributeTypes)[number];

const TemporalDev = z.strictObject({
  namespace: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'must be a name such as "default"'),
  retentionDays: z.int().min(1).max(3_650),
  ip: z
    .string()
    .regex(/^127(\.\d{1,3}){3}$/, 'must be a loopback address, because the development server has no sign-in'),
  ports: z.strictObject({ grpc: port, ui: port }),
  database: z.strictObject({
    file: z.string().min(1),
    pragmas: z.record(word, z.union([word, z.int()])),
  }),
  searchAttributes: z.record(word, z.enum(attributeTypes)),
  dynamicConfig: z.record(z.string().regex(/^[A-Za-z][\w.]*$/), z.union([z.string(), z.number(), z.boolean()])),
});
export type TemporalDev = z.infer<typeof TemporalDev>;

/** @throws ConfigError naming the file and every place in it that is wrong */
export async function readTemporalYaml(file: string): Promise<TemporalDev> {
  const wrong = (why: string): ConfigError => new ConfigError(`${file} cannot be used:\n  ${why}`);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw wrong(errorMessage(error));
  });
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw wrong(errorMessage(error));
  }
  const parsed = TemporalDev.safeParse(document);
  if (parsed.success) return parsed.data;
  throw wrong(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`).join('\n  '));
}
