/** What visibility knows of a submission: typed search attributes, and the memo for all that names people. */
import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { ParkedCode } from './contract/codes';
import { limits } from './contract/limits';
import { cutText, identifierKey, utf8Bytes, splitWords } from './contract/text';
import type { Actor } from './contract/view';
import type { Submission } from './domain/submission';
import { toMode } from './domain/view';

export const searchAttributes = {
  companyId: defineSearchAttributeKey('CompanyId', 'KEYWORD'),
  projectId: defineSearchAttributeKey('ProjectId', 'KEYWORD'),
  status: defineSearchAttributeKey('SubmissionStatus', 'KEYWORD'),
  integration: defineSearchAttributeKey('Integration', 'KEYWORD'),
  revision: defineSearchAttributeKey('Revision', 'INT'),
  waitingSince: defineSearchAttributeKey('WaitingSince', 'DATETIME'),
  projectNumber: defineSearchAttributeKey('ProjectNumber', 'KEYWORD'),
  jobNumber: defineSearchAttributeKey('JobNumber', 'KEYWORD'),
  projectName: defineSearchAttributeKey('ProjectName', 'TEXT'),
} as const;

/** Of the 2 KB that the server takes of one value. */
const textBytes = 1_500;

/**
 * An identifier as a Keyword: its key, so that what is the same number is found. Visibility in PostgreSQL or MySQL
 * takes 255 characters; whoever starts a run by hand can write a longer number, and a key can be longer than its text.
 * Quotes and backslashes stand as in a URL, since a server on SQLite does not find them, however a query writes them.
 */
export const toKeyword = (identifier: string): string =>
  cutText(
    identifierKey(cutText(identifier, limits.keyChars)).replaceAll(
      /["'\\]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16)}`,
    ),
    limits.keyChars,
  );

/** A name as the words of a Text, as many as fit. */
export function toSearchWords(name: string): string[] {
  let bytes = 0;
  return splitWords(cutText(name, limits.nameChars)).filter((word) => {
    bytes += utf8Bytes(word) + 1;
    return bytes <= textBytes;
  });
}

/** Set from the start to the end of each run. Where one of them changes, visibility is told. */
export const toStandingAttributes = (state: Submission): SearchAttributePair[] => [
  { key: searchAttributes.companyId, value: state.companyId },
  { key: searchAttributes.projectId, value: state.projectId },
  { key: searchAttributes.status, value: state.status },
  { key: searchAttributes.integration, value: state.integration.erp },
  { key: searchAttributes.revision, value: state.revision },
  { key: searchAttributes.waitingSince, value: new Date(state.waitingSince) },
];

/** What the ERP calls it or, until that is known, what it was accepted as. */
function findJobNumber(state: Submission): string | undefined {
  const known = 'receipt' in state ? state.receipt.ids['jobNumber'] : undefined;
  return known ?? ('job' in state ? state.job.number : undefined);
}

/** An empty value is none: it is unset. */
const orUnset = (value: string): string | null => (value === '' ? null : value);

/** Every search attribute in the order of the table; `null`: it is not set, or no longer. */
export const toAttributes = (state: Submission): SearchAttributeUpdatePair[] => [
  ...toStandingAttributes(state),
  { key: searchAttributes.projectNumber, value: orUnset(toKeyword(state.project.number)) },
  { key: searchAttributes.jobNumber, value: orUnset(toKeyword(findJobNumber(state) ?? '')) },
  {
    key: searchAttributes.projectName,
    value: state.policy.searchNames === true ? orUnset(toSearchWords(state.project.name).join(' ')) : null,
  },
];

/** Those that are set, for the start of a run. */
export const toSetAttributes = (state: Submission): SearchAttributePair[] =>
  toAttributes(state).filter((pair): pair is SearchAttributePair => pair.value !== null);

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

export const toMemo = (state: Submission): SubmissionMemo => ({
  name: state.project.name,
  integration: state.integration.erp,
  submittedBy: state.submittedBy,
  submittedAt: state.submittedAt,
  firstRevision: state.firstRevision,
  update: toMode(state) === 'update',
  checks: { errors: count(state, 'error'), warnings: count(state, 'warning') },
  parked: state.status === 'parked' ? { code: state.parked.code, since: state.parked.since } : null,
});

/** One line for the UI's workflow page. */
export const formatSummary = (state: Submission): string =>
  `${state.companyId} · ${state.projectId} · ${state.project.name} · for ${state.integration.erpName}`;
