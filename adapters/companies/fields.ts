/** Kinds of values in `companies.yaml`. */
import { z } from 'zod';
import { erpIds } from './catalogue';
import { remedies } from './remedies';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
export const toMs = (text: string): number => Number.parseInt(text, 10) * (unitMs.get(text.slice(-1)) ?? Number.NaN);

const longestMs = toMs('365d');

/** The schema of a duration, such as `90s`, `15m`, `24h` or `30d`, as milliseconds. */
export const duration = (
  shortestMs: number,
  remedy = 'Write a duration of at most 365 days, such as "90s", "15m", "24h" or "30d".',
) =>
  z
    .string()
    .regex(/^\d{1,9}[smhd]$/)
    .refine((text) => toMs(text) >= shortestMs && toMs(text) <= longestMs)
    .transform(toMs)
    .register(remedies, { remedy });

export const erp = z.enum(erpIds).register(remedies, { remedy: `Write one of ${erpIds.join(', ')}.` });

/** The schema of the name of an environment variable. Its value is never in the file. */
export const variable = (remedy: string) =>
  z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,99}$/)
    .register(remedies, { remedy });

export const flagRemedy = 'Write true or false.';
export const flag = () => z.boolean().register(remedies, { remedy: flagRemedy });
