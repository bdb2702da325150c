/**
 * Sizes the contract promises. Text lengths are in characters (UTF-16 units), others as named.
 * They keep the biggest legal state under 1.5 MB: over 2 MB Temporal refuses the query's answer.
 */
export const limits = {
  documentBytes: 512 * 1024,
  /** Of the document in the ERP that a later run carries along; a bigger one is not carried. */
  exportedDocumentBytes: 160 * 1024,
  costCodes: 2_000,
  textChars: 2_000,
  keyChars: 200,
  nameChars: 200,
  /** A pointer to the longest key, each of whose characters may be escaped. */
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
  /** The newest entries that fit into this are kept as they are; the texts of older ones are cut and marked. */
  timelineFullBytes: 80 * 1024,
  /** The whole timeline; the oldest entries that do not fit are dropped and counted. */
  timelineBytes: 128 * 1024,
  /** So many of the newest revisions are kept as they are, as long as they fit; of older ones the texts are cut. */
  revisionsFull: 50,
  revisionsFullBytes: 72 * 1024,
  /** Of one revision's differences, so that any one revision fits. */
  revisionChangesBytes: 16 * 1024,
  /** Of what a later run is told: the last rejection, and in the rest the differences to the last revision. */
  previousRunBytes: 16 * 1024,
  /** Of that rejection, so that there is room for differences. */
  lastRejectionBytes: 12 * 1024,
  /** Of all revisions; the oldest that do not fit are dropped and counted. */
  revisionsBytes: 96 * 1024,
  cutTextChars: 80,
  appliedKept: 200,
  requestIdChars: 100,
  submitKeysKept: 10,
  sendersKept: 50,
  mailAddressChars: 254,
  acceptFieldsBytes: 40 * 1024,
  /** Rules, accept fields and policy together, as a submission freezes them. */
  frozenBytes: 64 * 1024,
} as const;
