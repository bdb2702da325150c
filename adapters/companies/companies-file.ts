/** The schema of `companies.yaml`. Every mistake becomes a finding with its path and a remedy. */
import { z } from 'zod';
import { limits } from '../../workflows/contract/limits';
import { line } from '../../workflows/contract/text-schemas';
import { idPattern } from '../../workflows/contract/names';
import { IntegrationConfig } from './connection';
import { duration, flag, toMs } from './fields';
import { NotifyConfig } from './notify';
import { RuleOverrides } from './overrides';
import { messageFor, remedies, unknownKey } from './remedies';
import { SourceConfig } from './source';
import type { Path } from './yaml-document';

/** Sooner than that is no reminder, and each one is an event in the history. */
const shortestReminderMs = 60_000;

const policy = z
  .strictObject({
    fourEyes: flag().default(true),
    exportFor: duration(1, 'Write a duration of 1 second to 365 days, such as "24h" or "30d".').default(toMs('24h')),
    rawSignals: z.enum(['all', 'none']).register(remedies, {
      remedy:
        'Write "all" to apply signals from the Temporal UI or CLI, whose sender is not verified, or "none" to ignore them.',
    }),
    remindAfter: duration(
      shortestReminderMs,
      'Write a duration of 1 minute to 365 days, such as "48h" or "3d".',
    ).optional(),
    searchNames: flag().default(false),
  })
  .register(remedies, { remedy: 'Write at least { rawSignals: all }.' });

const WrittenCompany = z
  .strictObject({
    name: line(limits.nameChars).register(remedies, {
      remedy: 'Write the name of the company: text of 1 to 200 characters, in quotes if it looks like a number.',
    }),
    integration: IntegrationConfig,
    rules: RuleOverrides.default({}),
    source: SourceConfig.optional(),
    policy,
    notify: NotifyConfig.optional(),
  })
  .register(remedies, { remedy: 'Write its name, integration and policy below it.' });
export type CompanyConfig = z.infer<typeof WrittenCompany>;

const companiesRemedy = { remedy: 'Write the companies below "companies:", or "companies: {}" for none.' };
const CompaniesFile = z
  .strictObject({
    companies: z.record(z.string().regex(idPattern), WrittenCompany).register(remedies, companiesRemedy),
  })
  .register(remedies, companiesRemedy);

/** A mistake in the file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
}

const toFindings = (issue: z.core.$ZodIssue): Finding[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: issue.message }))
    : [{ path: issue.path, message: messageFor(issue, CompaniesFile) }];

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
