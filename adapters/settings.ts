/** The environment variables that a process reads, as its `--help` and docs/operations.md list them. */
import { z } from 'zod';
import { defined } from '../workflows/contract/defined';

/** The variables of every process that reads the companies. */
export const commonSettings = {
  COMPANIES_FILE: z.string().default('companies.yaml').describe('The file that names the companies and their ERPs.'),
  LEDGERGATE_VAR: z.string().default('var').describe('The folder for all data.'),
};

export const logLevel = z
  .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  .default('info')
  .describe('The lowest level to log: trace, debug, info, warn, error, fatal or silent.');

export interface Setting {
  readonly name: string;
  /** What the variable sets, as a sentence. */
  readonly meaning: string;
  /** The default as it would be written. Absent if there is none. */
  readonly byDefault?: string;
}

/** What `adapters/env.ts` reads for every process that is given secrets. */
export const secretsSettings: readonly Setting[] = [
  {
    name: 'SECRETS_DIRECTORY',
    meaning:
      'A folder whose files are variables too: the name of a file is that of the variable. The environment comes before them.',
  },
];

const findDefault = (schema: z.ZodType): string | undefined =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined;

/** Lists the variables of a schema that have a description, in its order. */
export function listSettings(shape: Readonly<Record<string, z.ZodType>>): Setting[] {
  return Object.entries(shape).flatMap(([name, schema]) => {
    const { description: meaning } = schema;
    const byDefault = findDefault(schema);
    return meaning === undefined ? [] : [{ name, meaning, ...defined({ byDefault }) }];
  });
}

/** Formats one line for each variable, for `--help`. */
export function formatSettings(settings: readonly Setting[]): string {
  const width = Math.max(...settings.map(({ name }) => name.length)) + 2;
  const lines = settings.map(({ name, meaning, byDefault }) => {
    const suffix = byDefault === undefined ? '' : ` Default: ${byDefault}.`;
    return `  ${name.padEnd(width)}${meaning}${suffix}`;
  });
  return lines.join('\n');
}
