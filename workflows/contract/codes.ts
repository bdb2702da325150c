/**
 * The closed lists of the product: statuses, refusals, parked reasons, roles. The commands: `command-table.ts`.
 * Plain data without packages, so that the sandbox, the API and a browser can all read it.
 */

export const openStatuses = ['awaiting_decision', 'rejected', 'retrieved', 'exporting', 'parked'] as const;
export type OpenStatus = (typeof openStatuses)[number];
export const isOpenStatus = (status: string): status is OpenStatus =>
  (openStatuses as readonly string[]).includes(status);
export const closedStatuses = ['exported', 'withdrawn'] as const;
export const statuses = [...openStatuses, ...closedStatuses] as const;
export type Status = (typeof statuses)[number];

/** The statuses that the API shows. `terminated` means that the run was ended in Temporal; it can only be read. */
export const shownStatuses = [...statuses, 'terminated'] as const;
export type ShownStatus = (typeof shownStatuses)[number];

/** The orders of a list: the newest run first, or what has waited longest first. */
export const sorts = ['newest', 'waiting'] as const;
export type Sort = (typeof sorts)[number];

/** Why a submission waits for a decision: it is new, it was resent, or it updates what the ERP has. */
export const waitingReasons = ['new', 'resent', 'update'] as const;

/** Whom a submission in `awaiting_decision` waits for: its approver or, after a question, its sender. */
export const awaitedParties = ['approver', 'sender'] as const;
export type AwaitedParty = (typeof awaitedParties)[number];

/** How the last question to the sender of a revision stands. */
export const questionStates = ['open', 'answered'] as const;
export type QuestionState = (typeof questionStates)[number];

/** Returns how the question stands after a command that left this party awaited, where it stood as `before`. */
export function toQuestionAfter(
  awaiting: AwaitedParty | undefined,
  before: QuestionState | null | undefined,
): QuestionState | undefined {
  if (awaiting === 'sender') return 'open';
  return awaiting && before ? 'answered' : undefined;
}

export const roles = ['admin', 'approver', 'operator', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** The reasons for which the domain refuses a command. A refusal changes nothing. */
export const refusalCodes = [
  'not_awaiting_decision',
  'not_resendable',
  'not_parked',
  'not_withdrawable',
  'stale_revision',
  'same_person',
  'outcome_unknown',
  'nothing_to_confirm',
  'stale_differences',
  'job_number_taken',
  'preflight_unsupported',
  'already_open',
  'already_closed',
  'integration_takes_no_projects',
  'project_breaks_rules',
  'not_permitted',
  'signals_off',
  'unknown_signal',
  'malformed',
  'paused',
  'unreadable',
  'not_sealed',
  'too_many_comments',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** The problems that only the API has; those of the domain are `refusalCodes`. */
export const apiCodes = [
  'unauthenticated',
  'session_stale',
  'cross_site',
  'sign_in_failed',
  'provider_unreachable',
  'not_found',
  'not_exporting',
  'export_paused',
  'method_not_allowed',
  'body_too_large',
  'unsupported_media_type',
  'idempotency_key_reused',
  'rate_limited',
  'internal',
  'busy',
  'no_worker',
  'read_failed',
  'not_confirmed',
  'temporal_unreachable',
  'temporal_denied',
  'temporal_unprepared',
  'disk_full',
  'keys_unreachable',
  'keys_missing',
  'source_unavailable',
  'source_not_found',
  'source_does_not_fit',
] as const;
export type ApiCode = (typeof apiCodes)[number];

/** The reasons for which an export is parked and waits for a person. */
export const parkedCodes = [
  'erp_refused',
  'erp_number_taken',
  'erp_denied',
  'out_of_time',
  'outcome_unknown',
  'changed_in_erp',
  'deleted_in_erp',
  'integration_missing',
  'not_sealed',
] as const;
export type ParkedCode = (typeof parkedCodes)[number];

/** The reasons for which the state of a run cannot be loaded. */
export const unreadableCodes = [
  'ended_from_outside',
  'task_failed',
  'malformed_start',
  'older_version',
  'key_missing',
] as const;
export type UnreadableCode = (typeof unreadableCodes)[number];

/** The failures that are retried. They appear as `export.lastFailure.code` while the export runs. */
export const retriedFailureCodes = ['erp_unavailable', 'erp_unknown', 'company_busy'] as const;
export type RetriedFailureCode = (typeof retriedFailureCodes)[number];

/** The codes of attempts that did not fail: the ERP has taken the order, and it is looked up until it is done. */
export const waitingCodes = ['waiting_for_agent'] as const;

/** The types of the `ApplicationFailure`s that the export activity throws. */
export const exportFailureTypes = [
  'erp_refused',
  'erp_number_taken',
  'erp_denied',
  'changed_in_erp',
  'deleted_in_erp',
  'integration_missing',
  'not_sealed',
  ...retriedFailureCodes,
  ...waitingCodes,
] as const;
export type ExportFailureType = (typeof exportFailureTypes)[number];

/** The sources of a check: the rules of the ERP, the ERP in its preflight, or a comparison with other submissions. */
export const checkSources = ['rules', 'erp', 'submissions'] as const;
export type CheckSource = (typeof checkSources)[number];

/**
 * The ids that a record of any ERP may have. `job` is the ERP's own id of the record, `jobNumber` the number that
 * people use. An integration can declare further ids.
 */
export const erpIds = ['job', 'jobNumber'] as const;
export type ErpId = (typeof erpIds)[number];

/**
 * The channels through which an actor reaches the workflow. With `signal`, the actor's name is a claim that nobody
 * verified.
 */
export const channels = ['api', 'signal', 'cancel', 'export'] as const;
export type Channel = (typeof channels)[number];

/**
 * What a person can confirm about a parked update: overwrite a record that was changed in the ERP, or create one again
 * that was deleted there.
 */
export const confirmations = ['overwrite', 'recreate'] as const;
export type Confirmation = (typeof confirmations)[number];

/** The parked code that each confirmation resolves. */
export const confirmedCodes = {
  overwrite: 'changed_in_erp',
  recreate: 'deleted_in_erp',
} as const satisfies Readonly<Record<Confirmation, ParkedCode>>;

/** Returns the confirmation that resolves the parked code, if there is one. */
export const findConfirmation = (code: ParkedCode | undefined): Confirmation | undefined =>
  confirmations.find((confirmation) => confirmedCodes[confirmation] === code);

/** The findings of a check: those of the ERP's rules first, then those of the ERP itself. */
export const checkCodes = [
  'required',
  'too_long',
  'not_allowed_characters',
  'not_numeric',
  'mask_mismatch',
  'too_many',
  'too_few_tiers',
  'mixed_delimiters',
  'name_not_unique',
  'empty_level',
  'budgets_differ_from_total',
  'mixed_scripts',
  'same_number',
  'same_name',
  'unknown_field',
  'not_a_choice',
  'no_job_number',
  'must_equal_project_number',
  'must_be_exported_number',
  'number_taken_in_erp',
  'name_taken_in_erp',
  'customer_not_in_erp',
  'already_in_erp',
  'changed_in_erp',
  'deleted_in_erp',
  'preflight_failed',
] as const;
export type CheckCode = (typeof checkCodes)[number];

/** The events that a company can be notified of, in the order in which a submission meets them. */
export const noticeEvents = [
  'submitted',
  'resent',
  'reminder',
  'question',
  'answered',
  'rejected',
  'exported',
  'parked',
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

export const directions = ['both', 'export_only', 'import_only', 'link_only'] as const;
export type Direction = (typeof directions)[number];

/**
 * How certain a figure of the rules is. `read`: seen in pages of the vendor or of Procore. `second_hand`: seen in a
 * copy or summary of them. `known`: general knowledge of the trade. `company`: set by the company itself.
 */
export const certainties = ['read', 'second_hand', 'known', 'company'] as const;
export type Certainty = (typeof certainties)[number];

/**
 * Why a session ended. `idle` and `max_age` are our own limits. With `id_token` it could not be renewed, with `provider`
 * the provider ended it, and with `unreadable` the cookie was sealed with another key or by another version.
 */
export const sessionEndReasons = ['idle', 'max_age', 'id_token', 'provider', 'unreadable'] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];
