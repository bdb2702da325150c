/** Answers of the API, as its clients read them. */
import type { SubmissionItem } from '../../../client/answers';

export const at = '2026-03-01T09:30:00.000Z';
export const actor = { id: 'ada', name: 'Ada', channel: 'api' } as const;

export const item: SubmissionItem = {
  companyId: 'acme',
  projectId: '1042',
  runId: 'run',
  revision: 1,
  status: 'parked',
  why: 'parked',
  name: 'Tower',
  integration: 'vista',
  submittedBy: actor,
  submittedAt: at,
  waitingSince: at,
  parked: { code: 'out_of_time', since: at },
  checks: { errors: 0, warnings: 1 },
  links: { self: '/' },
};
