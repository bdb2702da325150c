/** What visibility knows of a submission: typed search attributes, and the memo for all that names people. */
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { ParkedCode } from './contract/codes';
import type { Actor } from './contract/view';
import type { Submission } from './domain/submission';
import { modeOf } from './domain/view';

export const searchAttributes = {
  companyId: defineSearchAttributeKey('CompanyId', 'KEYWORD'),
  projectId: defineSearchAttributeKey('ProjectId', 'KEYWORD'),
  status: defineSearchAttributeKey('SubmissionStatus', 'KEYWORD'),
  integration: defineSearchAttributeKey('Integration', 'KEYWORD'),
  revision: defineSearchAttributeKey('Revision', 'INT'),
  waitingSince: defineSearchAttributeKey('WaitingSince', 'DATETIME'),
} as const;

export const attributesOf = (state: Submission): SearchAttributePair[] => [
  { key: searchAttributes.companyId, value: state.companyId },
  { key: searchAttributes.projectId, value: state.projectId },
  { key: searchAttributes.status, value: state.status },
  { key: searchAttributes.integration, value: state.integration.erp },
  { key: searchAttributes.revision, value: state.revision },
  { key: searchAttributes.waitingSince, value: new Date(state.waitingSince) },
];

/** A submit's Idempotency-Key as the memo keeps it. */
export interface SubmitKey {
  readonly id: string;
  readonly bodyHash: string;
  /** Of the earlier run that it began; absent: it began this one. */
  readonly runId?: string;
}

/** Lists are drawn from this, without asking the workflow. */
export interface SubmissionMemo {
  readonly name: string;
  readonly integration: string;
  readonly submittedBy: Actor;
  readonly submittedAt: string;
  readonly firstRevision: number;
  /** This run updates a project that is in the ERP already. */
  readonly update: boolean;
  readonly checks: { readonly errors: number; readonly warnings: number };
  readonly parked: { readonly code: ParkedCode; readonly since: string } | null;
}

/** Set where the run starts: by the API (keys) and by continue-as-new (the chain's first run id, the summary). */
export interface StartMemo extends SubmissionMemo {
  readonly submitKeys?: readonly SubmitKey[];
  readonly runId?: string;
  readonly summary?: string;
}

const count = (state: Submission, severity: 'error' | 'warning'): number =>
  state.checks.filter((check) => 'severity' in check && check.severity === severity).length;

export const memoOf = (state: Submission): SubmissionMemo => ({
  name: state.project.name,
  integration: state.integration.erp,
  submittedBy: state.submittedBy,
  submittedAt: state.submittedAt,
  firstRevision: state.firstRevision,
  update: modeOf(state) === 'update',
  checks: { errors: count(state, 'error'), warnings: count(state, 'warning') },
  parked: state.status === 'parked' ? { code: state.parked.code, since: state.parked.since } : null,
});

/** One line for the UI's workflow page. */
export const summaryOf = (state: Submission): string =>
  `${state.companyId} · ${state.projectId} · ${state.project.name} · for ${state.integration.erpName}`;
