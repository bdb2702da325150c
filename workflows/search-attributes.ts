/** The search attributes of a submission, and its memo, which holds everything that names people. */
import { defineSearchAttributeKey, type SearchAttributePair, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { ParkedCode, QuestionState } from './contract/codes';
import { limits } from './contract/limits';
import { cutText, identifierKey, utf8Bytes, splitWords } from './contract/text';
import type { Project } from './contract/project';
import type { Actor } from './contract/view';
import { findQuestion } from './domain/comments';
import { findSender } from './domain/people';
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

/** The bytes that are used of the 2 KB that the server takes for one value. */
const textBytes = 1_500;

/**
 * Returns the key of an identifier as a search attribute, so that equal numbers are found. It is cut to 200 characters,
 * because visibility in PostgreSQL or MySQL takes 255, a run that was started by hand may have a longer number, and a
 * key can be longer than its text. Signs that the server cannot search for are percent-encoded: on SQLite quotes and
 * backslashes, on PostgreSQL the question mark, which it takes for a parameter.
 */
export const toKeyword = (identifier: string): string =>
  cutText(
    identifierKey(cutText(identifier, limits.keyChars)).replaceAll(
      /["'\\?]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16)}`,
    ),
    limits.keyChars,
  );

/** Returns the words of a name for a Text attribute, as many as fit. */
export function toSearchWords(name: string): string[] {
  let bytes = 0;
  return splitWords(cutText(name, limits.nameChars)).filter((word) => {
    bytes += utf8Bytes(word) + 1;
    return bytes <= textBytes;
  });
}

/**
 * Returns the attributes that are set from the start to the end of each run. A change of one of them is always
 * upserted.
 */
export const toStandingAttributes = (state: Submission): SearchAttributePair[] => [
  { key: searchAttributes.companyId, value: state.companyId },
  { key: searchAttributes.projectId, value: state.projectId },
  { key: searchAttributes.status, value: state.status },
  { key: searchAttributes.integration, value: state.integration.erp },
  { key: searchAttributes.revision, value: state.revision },
  { key: searchAttributes.waitingSince, value: new Date(state.waitingSince) },
];

/** Returns the job number in the ERP or, until that is known, the accepted one. */
function findJobNumber(state: Submission): string | undefined {
  const known = 'receipt' in state ? state.receipt.ids['jobNumber'] : undefined;
  return known ?? ('job' in state ? state.job.number : undefined);
}

/** Returns `null` for an empty value, which unsets the attribute. */
const orUnset = (value: string): string | null => (value === '' ? null : value);

/** Returns every search attribute in the order of the table. `null` means that it is not set, or no longer. */
export const toAttributes = (state: Submission): SearchAttributeUpdatePair[] => [
  ...toStandingAttributes(state),
  { key: searchAttributes.projectNumber, value: orUnset(toKeyword(state.project.number)) },
  { key: searchAttributes.jobNumber, value: orUnset(toKeyword(findJobNumber(state) ?? '')) },
  {
    key: searchAttributes.projectName,
    value: state.policy.searchNames === true ? orUnset(toSearchWords(state.project.name).join(' ')) : null,
  },
];

/** Returns the attributes that are set, for the start of a run. */
export const toSetAttributes = (state: Submission): SearchAttributePair[] =>
  toAttributes(state).filter((pair): pair is SearchAttributePair => pair.value !== null);

/** The Idempotency-Key of a submit as the memo keeps it. */
export interface SubmitKey {
  readonly id: string;
  readonly bodyHash: string;
  /** The earlier run that this submit began. Absent if it began this one. */
  readonly runId?: string;
}

/** The memo of a run. Lists are made from it, without asking the workflow. */
export interface SubmissionMemo {
  readonly name: string;
  readonly number: string;
  readonly customer: NonNullable<Project['customer']> | null;
  readonly totalValue: string | null;
  readonly currency: string;
  readonly integration: string;
  readonly submittedBy: Actor;
  /** Who sent this revision; `null` for whoever submitted. */
  readonly sentBy: Actor | null;
  /** The job number, where it differs from its search attribute: most do not, and each change is an event. */
  readonly jobNumber: string | null;
  readonly submittedAt: string;
  readonly firstRevision: number;
  /** Whether this run updates a project that is in the ERP already. */
  readonly update: boolean;
  readonly checks: { readonly errors: number; readonly warnings: number };
  readonly parked: { readonly code: ParkedCode; readonly since: string } | null;
  /** How the last question to the sender stands. */
  readonly question: QuestionState | null;
}

/**
 * The memo at the start of a run. The API adds the keys, and continue-as-new the first run id of the chain and the
 * summary.
 */
export interface StartMemo extends SubmissionMemo {
  readonly submitKeys?: readonly SubmitKey[];
  readonly runId?: string;
  readonly summary?: string;
}

const count = (state: Submission, severity: 'error' | 'warning'): number =>
  state.checks.filter((check) => 'severity' in check && check.severity === severity).length;

/** Returns the job number; `null` if there is none, or if its search attribute shows it as it is. */
function toShownJobNumber(state: Submission): string | null {
  const number = findJobNumber(state);
  return number === undefined || number === toKeyword(number) ? null : number;
}

/** A name that is spelled differently by now is not worth an event. */
function findOtherSender(state: Submission): Actor | null {
  const sender = findSender(state);
  const { id, channel } = state.submittedBy;
  return sender.id === id && sender.channel === channel ? null : sender;
}

export const toMemo = (state: Submission): SubmissionMemo => ({
  name: state.project.name,
  number: state.project.number,
  customer: state.project.customer ?? null,
  totalValue: state.project.totalValue ?? null,
  currency: state.project.currency,
  integration: state.integration.erp,
  submittedBy: state.submittedBy,
  sentBy: findOtherSender(state),
  jobNumber: toShownJobNumber(state),
  submittedAt: state.submittedAt,
  firstRevision: state.firstRevision,
  update: toMode(state) === 'update',
  checks: { errors: count(state, 'error'), warnings: count(state, 'warning') },
  parked: state.status === 'parked' ? { code: state.parked.code, since: state.parked.since } : null,
  question: findQuestion(state) ?? null,
});

/** Returns the summary of a submission: one line for its page in the Temporal UI. */
export const formatSummary = (state: Submission): string =>
  `${state.companyId} · ${state.projectId} · ${state.project.name} · for ${state.integration.erpName}`;
