/** The schema of `companies.yaml`. Every mistake becomes a finding with its path and a remedy. */
import { z } from 'zod';
import { limits } from '../../workflows/contract/limits';
import { line } from '../../workflows/contract/text-schemas';
import { idPattern } from '../../workflows/contract/names';
import { IntegrationConfig } from './connection';
import { duration, toMs } from './fields';
import { NotifyConfig } from './notify';
import { RuleOverrides } from './overrides';
import { messageFor, unknownKey } from './remedies';
import { SourceConfig } from './source';
import type { Path } from './yaml-document';

/** Sooner than that is no reminder, and each one is an event in the history. */
const shortestReminderMs = 60_000;

const WrittenCompany = z.strictObject({
  name: line(limits.nameChars),
  integration: IntegrationConfig,
  rules: RuleOverrides.default({}),
  source: SourceConfig.optional(),
  policy: z.strictObject({
    fourEyes: z.boolean().default(true),
    exportFor: duration(1).default(toMs('24h')),
    rawSignals: z.enum(['all', 'none']),
    remindAfter: duration(shortestReminderMs).optional(),
    searchNames: z.boolean().default(false),
  }),
  notify: NotifyConfig.optional(),
});
export type CompanyConfig = z.infer<typeof WrittenCompany>;

const CompaniesFile = z.strictObject({ companies: z.record(z.string().regex(idPattern), WrittenCompany) });

/** A mistake in the file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

const toFindings = (issue: z.core.$ZodIssue): Finding[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }))
    : [{ path: issue.path, message: messageFor(issue) }];

/** Returns the companies as written, by id and in the order of the file, or all mistakes. */
export function parseCompaniesFile(value: unknown): { companies: [string, CompanyConfig][] } | { findings: Finding[] } {
  const parsed = CompaniesFile.safeParse(value, {
    reportInput: true,
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKey(issue.inst) : undefined),
  });
  return parsed.success
    ? { companies: Object.entries(parsed.data.companies) }
    : { findings: parsed.error.issues.flatMap(toFindings) };
}
