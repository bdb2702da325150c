/** What a run knows of the one before it, read from outside and handed on. */
import { limits } from '../contract/limits';
import type { Exported, Receipt, SubmissionState } from '../contract/view';
import { jsonBytes } from './bound';
import { toIds, toJob, toProject } from './documents';
import type { After } from './events';
import { isInstant, Malformed, read, toFields, toRevision, toText, type Fields } from './read';

function toInstant(value: unknown, name: string): string {
  if (!isInstant(value)) throw new Malformed(`${name} must be an ISO instant`);
  return value;
}

function toReceipt(value: unknown): Receipt {
  const receipt = toFields(value, 'after.exported.receipt');
  return {
    reference: toText(read(receipt, 'reference'), 'receipt.reference', limits.keyChars),
    ids: toIds(read(receipt, 'ids')),
    exportedAt: toInstant(read(receipt, 'exportedAt'), 'receipt.exportedAt'),
    ...(read(receipt, 'byHand') === true && { byHand: true }),
  };
}

function neededRevision(fields: Fields, name: string): number {
  const { revision } = toRevision(fields);
  if (revision === undefined) throw new Malformed(`${name} must name its revision`);
  return revision;
}

function toExported(value: unknown): Exported {
  const exported = toFields(value, 'after.exported');
  const project = read(exported, 'project');
  return {
    revision: neededRevision(exported, 'after.exported'),
    at: toInstant(read(exported, 'at'), 'after.exported.at'),
    ...(project !== undefined && { project: toProject(project) }),
    job: toJob(read(exported, 'job')),
    receipt: toReceipt(read(exported, 'receipt')),
  };
}

/** @throws Malformed */
export function toAfter(value: unknown): { after?: After } {
  if (value === undefined) return {};
  const after = toFields(value, 'after');
  const exported = read(after, 'exported');
  return {
    after: {
      runId: toText(read(after, 'runId'), 'after.runId', limits.keyChars),
      revision: neededRevision(after, 'after'),
      // Runs that began before it was carried say only whether there is one.
      ...(exported !== undefined && typeof exported !== 'boolean' && { exported: toExported(exported) }),
    },
  };
}

/** What a closed run hands on: its own export, or the one it was to update. */
export function exportedBy({ status, revision, project, job, receipt, after }: SubmissionState): Exported | undefined {
  if (status !== 'exported' || !receipt) return after?.exported;
  const isCarried = jsonBytes(project) <= limits.exportedDocumentBytes;
  return { revision, at: receipt.exportedAt, ...(isCarried && { project }), job: job ?? {}, receipt };
}
