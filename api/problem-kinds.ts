/** The table of all problems: status, title, and what the caller can do. */
import type { ApiCode, RefusalCode } from '../workflows/contract/codes';

export type ProblemCode = RefusalCode | ApiCode;

interface Kind {
  readonly status: number;
  readonly title: string;
  /** What the caller can do, as a sentence. */
  readonly remedy: string;
}

const readAgain = 'Read the view and act on its current status.';

export const problemKinds = {
  malformed: { status: 400, title: 'The request is not valid', remedy: 'Correct what `errors` or `detail` names.' },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    remedy: 'Send `Authorization: Bearer <token>` with a token of the configured issuer that has not expired.',
  },
  session_stale: {
    status: 401,
    title: 'The session must be renewed',
    remedy: 'Nothing was done. The desk calls `POST /session/renew` and then sends the same request again.',
  },
  not_permitted: {
    status: 403,
    title: 'The role does not permit this',
    remedy: 'Ask a person with the role that `detail` names.',
  },
  same_person: {
    status: 403,
    title: 'The sender may not do this',
    remedy: 'A person who did not submit or resend the project has to do it.',
  },
  cross_site: {
    status: 403,
    title: 'The request came from another site',
    remedy: 'Send the request from a page of this service. Outside a browser, send a bearer token and no cookie.',
  },
  sign_in_failed: {
    status: 403,
    title: 'The sign-in failed',
    remedy: 'Start the sign-in again. For ops: `detail` and the log name the cause.',
  },
  not_found: {
    status: 404,
    title: 'Not found for this caller',
    remedy: 'Check the path and the companies and projects that the token names.',
  },
  method_not_allowed: { status: 405, title: 'The method is not allowed', remedy: 'Use a method that `Allow` names.' },
  not_awaiting_decision: { status: 409, title: 'No decision is awaited', remedy: readAgain },
  not_resendable: { status: 409, title: 'The submission cannot be resent now', remedy: readAgain },
  not_exporting: { status: 409, title: 'No export is running', remedy: readAgain },
  export_paused: {
    status: 409,
    title: 'The export is paused in Temporal',
    remedy: 'Ask the person whom `detail` names. For ops: `temporal activity unpause`.',
  },
  not_parked: { status: 409, title: 'The submission is not parked', remedy: readAgain },
  not_withdrawable: { status: 409, title: 'The submission cannot be withdrawn now', remedy: readAgain },
  stale_revision: {
    status: 409,
    title: 'The command was made for another revision',
    remedy: 'Read the view, review what changed, and act on the current revision.',
  },
  outcome_unknown: {
    status: 409,
    title: 'The ERP may already hold the record',
    remedy: 'Retry the export, which looks the record up first, or look in the ERP and settle.',
  },
  nothing_to_confirm: {
    status: 409,
    title: 'There is no such difference to confirm',
    remedy: 'Read the view. `export.parked.code` says whether to overwrite, to recreate, or neither.',
  },
  stale_differences: {
    status: 409,
    title: 'The differences to the ERP have changed',
    remedy: 'Read the view, review `export.parked.changes`, and confirm with its `differencesHash`.',
  },
  job_number_taken: {
    status: 409,
    title: 'The job number belongs to another record',
    remedy: 'Send `job.number` with another number, or with the same one once it is free in the ERP.',
  },
  preflight_unsupported: {
    status: 409,
    title: 'This ERP does not support a preflight',
    remedy: 'Decide by the checks of the rules. The export reports what the ERP refuses.',
  },
  already_open: {
    status: 409,
    title: 'The project already has an open submission',
    remedy: 'Read its view. Resend a rejected or retrieved submission instead of submitting it again.',
  },
  already_closed: { status: 409, title: 'The submission is closed', remedy: 'Submit again to start a new run.' },
  paused: {
    status: 409,
    title: 'The submission is paused in Temporal',
    remedy: 'Ask the person who paused it. For ops: `temporal workflow unpause`.',
  },
  unreadable: {
    status: 409,
    title: 'The submission cannot be loaded',
    remedy: 'Read the view. `unreadable` says what ops can do.',
  },
  not_sealed: {
    status: 409,
    title: 'The command was not encrypted for this submission',
    remedy: 'Use the API. It needs the payload keys of the workers.',
  },
  integration_takes_no_projects: {
    status: 409,
    title: 'This ERP takes no projects',
    remedy: 'Do what `detail` says. `GET …/integration` has the same text.',
  },
  too_many_comments: {
    status: 409,
    title: 'The submission has too many comments',
    remedy: 'Decide, or write elsewhere. `detail` names the limits of a run.',
  },
  signals_off: { status: 409, title: 'Raw signals are switched off', remedy: 'Use the API.' },
  unknown_signal: { status: 409, title: 'The signal is unknown', remedy: 'Use the name of a command.' },
  body_too_large: { status: 413, title: 'The request is too large', remedy: 'Send less. `detail` names the limit.' },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not JSON',
    remedy: 'Send uncompressed JSON in UTF-8 with `Content-Type: application/json`.',
  },
  project_breaks_rules: {
    status: 422,
    title: "The project breaks the ERP's rules",
    remedy: 'Correct every field that `errors` names. `POST …/validate` checks a project without submitting it.',
  },
  source_not_found: {
    status: 422,
    title: 'The source does not show this project',
    remedy:
      'Check the project id and that our account has access to the project there, or send `project` with the request.',
  },
  source_does_not_fit: {
    status: 422,
    title: 'The project in the source is not valid',
    remedy: 'Correct every field that `errors` names in the source, and send the same request again.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used with another body',
    remedy: 'Use a new key for a new request.',
  },
  rate_limited: { status: 429, title: 'Too many requests', remedy: 'Wait as long as `Retry-After` says.' },
  internal: { status: 500, title: 'Internal error', remedy: 'Report it with its `requestId`.' },
  busy: {
    status: 503,
    title: 'The service is busy',
    remedy: 'Nothing was done. Repeat after `Retry-After`.',
  },
  no_worker: {
    status: 503,
    title: 'No worker answers',
    remedy: 'Repeat after `Retry-After`. For ops: check that a worker runs.',
  },
  read_failed: {
    status: 503,
    title: 'The submission could not be read',
    remedy: 'Repeat after `Retry-After`. For ops: `detail` and the log have the error.',
  },
  not_confirmed: {
    status: 503,
    title: 'The command was not confirmed in time',
    remedy:
      'The command may still be applied. Repeat it with the same `Idempotency-Key`, or read the view. Both are safe.',
  },
  temporal_unreachable: {
    status: 503,
    title: 'Temporal cannot be reached',
    remedy:
      'Repeat after `Retry-After`, and a command with the same `Idempotency-Key`. For ops: check that Temporal runs.',
  },
  temporal_denied: {
    status: 503,
    title: 'Temporal denies this service access',
    remedy:
      'Repeat after `Retry-After`, and a command with the same `Idempotency-Key`. For ops: correct the `TEMPORAL_*` settings that `detail` names.',
  },
  temporal_unprepared: {
    status: 503,
    title: 'Temporal is not prepared for this service',
    remedy: 'Nothing was done. For ops: prepare the namespace as `detail` and docs/operations.md say.',
  },
  disk_full: {
    status: 503,
    title: 'The disk of the database is full',
    remedy: 'For ops: free space on the disk that `detail` names.',
  },
  keys_unreachable: {
    status: 503,
    title: 'The keys of the token issuer cannot be reached',
    remedy: 'Repeat after `Retry-After`. For ops: check that `AUTH_JWKS_URL` answers.',
  },
  keys_missing: {
    status: 503,
    title: 'A payload key is missing',
    remedy: 'For ops: give the API and every worker the same `PAYLOAD_KEYS`; `detail` names the key.',
  },
  source_unavailable: {
    status: 503,
    title: 'The source of the project is unavailable',
    remedy: 'Nothing was done. Repeat after `Retry-After`, or send `project` with the request.',
  },
  provider_unreachable: {
    status: 503,
    title: 'The identity provider does not answer',
    remedy: 'Start the sign-in again after `Retry-After`. For ops: check that `OIDC_ISSUER` answers.',
  },
} as const satisfies Readonly<Record<ProblemCode, Kind>>;
