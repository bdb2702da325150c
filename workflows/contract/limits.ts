/**
 * Sizes the contract promises. Text lengths are in characters (UTF-16 units), others as named.
 * They keep the biggest legal state under 1.5 MB: over 2 MB Temporal refuses the query's answer.
 */
export const limits = {
  documentBytes: 512 * 1024,
  /** The largest document that is carried to a later run, so that an update knows the last export. */
  exportedDocumentBytes: 160 * 1024,
  costCodes: 2_000,
  textChars: 2_000,
  keyChars: 200,
  nameChars: 200,
  /** The longest pointer: to the longest key, with each of its characters escaped. */
  pointerChars: 420,
  messageChars: 500,
  rejectionFields: 50,
  rejectionFieldsBytes: 24 * 1024,
  jobFields: 50,
  jobFieldsBytes: 16 * 1024,
  receiptIds: 50,
  receiptIdsBytes: 16 * 1024,
  changes: 200,
  changesBytes: 64 * 1024,
  checks: 200,
  checksBytes: 64 * 1024,
  valueChars: 500,
  ignoredKept: 100,
  timelineKept: 1_000,
  /** The newest timeline entries that fit into this are kept unchanged. The texts of older ones are cut and marked. */
  timelineFullBytes: 80 * 1024,
  /** The size of the whole timeline. The oldest entries beyond it are dropped and counted. */
  timelineBytes: 128 * 1024,
  /** The newest revisions that are kept unchanged, as far as they fit. The texts of older ones are cut. */
  revisionsFull: 50,
  revisionsFullBytes: 72 * 1024,
  /** The differences of one revision, so that any single revision fits. */
  revisionChangesBytes: 16 * 1024,
  /** The last rejection and the differences to the last revision together, as a later run carries them. */
  previousRunBytes: 16 * 1024,
  /** That rejection alone, so that there is room for the differences. */
  lastRejectionBytes: 12 * 1024,
  /** All revisions together. The oldest ones beyond it are dropped and counted. */
  revisionsBytes: 96 * 1024,
  /** The comments of a run, which keep their texts, and these texts together. */
  comments: 50,
  commentsBytes: 48 * 1024,
  cutTextChars: 80,
  /** Of each text in the answer to a command. */
  standingTextChars: 200,
  appliedKept: 200,
  requestIdChars: 100,
  submitKeysKept: 10,
  sendersKept: 50,
  mailAddressChars: 254,
  acceptFieldsBytes: 40 * 1024,
  /** Rules, accept fields and policy together, as a submission stores them. */
  frozenBytes: 64 * 1024,
} as const;
