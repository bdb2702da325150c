/** Turns findings of the ERP's rules about a project or a job into a refusal. */
import type { Job } from '../contract/commands';
import type { Check } from '../contract/view';
import type { Refusal } from './command';
import { checkExportedNumber, checkJob, hasErrors } from './rules';
import type { Submission } from './submission';

export function refusedByChecks(checks: readonly Check[]): Refusal | undefined {
  if (!hasErrors(checks)) return undefined;
  const first = checks[0];
  const message = `${checks.length} finding(s); the first: ${first?.pointer ?? ''} ${first?.message ?? ''}`;
  return { code: 'project_breaks_rules', message, checks };
}

export const checkWhole = ({ project, integration, previousRun }: Submission, job: Job): Check[] => [
  ...checkJob(job, project, integration),
  ...checkExportedNumber(job, previousRun?.exported?.job, integration),
];
