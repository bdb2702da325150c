/** The shape of `companies.yaml`. What does not fit becomes a finding with its path and a remedy. */
import { z } from 'zod';
import { limits } from '../../workflows/contract/limits';
import { idPattern } from '../../workflows/contract/names';
import { erpIds } from './catalogue';
import { RuleOverrides } from './overrides';
import { messageFor, unknownKey } from './remedies';
import type { Path } from './yaml-document';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);
const toMs = (text: string): number => Number.parseInt(text, 10) * (unitMs.get(text.slice(-1)) ?? Number.NaN);

const longestMs = toMs('365d');

/** `90s`, `15m`, `24h` or `30d`, as milliseconds. */
const duration = (shortestMs: number) =>
  z
    .string()
    .regex(/^\d{1,9}[smhd]$/)
    .refine((text) => toMs(text) >= shortestMs && toMs(text) <= longestMs)
    .transform(toMs);

const cleanLine = (maxChars: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1)
    .max(maxChars)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

const erp = z.enum(erpIds);

const WrittenCompany = z.strictObject({
  name: cleanLine(limits.nameChars),
  integration: z.discriminatedUnion('adapter', [
    z.strictObject({
      erp,
      adapter: z.literal('file-drop'),
      directory: cleanLine(1_000),
      commitWithin: duration(0).optional(),
    }),
    z.strictObject({ erp, adapter: z.literal('none') }),
  ]),
  rules: RuleOverrides.default({}),
  policy: z.strictObject({
    fourEyes: z.boolean().default(true),
    exportFor: duration(1).default(toMs('24h')),
    rawSignals: z.enum(['all', 'none']),
  }),
});
export type WrittenCompany = z.infer<typeof WrittenCompany>;

const CompaniesFile = z.strictObject({ companies: z.record(z.string().regex(idPattern), WrittenCompany) });

/** Something that cannot stand as it is written. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

const toFindings = (issue: z.core.$ZodIssue): Finding[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }))
    : [{ path: issue.path, message: messageFor(issue) }];

/** The companies as written, by id and in the order of the file, or all that is wrong with it. */
export function parseCompaniesFile(
  value: unknown,
): { companies: [string, WrittenCompany][] } | { findings: Finding[] } {
  const parsed = CompaniesFile.safeParse(value, {
    reportInput: true,
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKey(issue.inst) : undefined),
  });
  return parsed.success
    ? { companies: Object.entries(parsed.data.companies) }
    : { findings: parsed.error.issues.flatMap(toFindings) };
}
