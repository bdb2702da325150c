/** What an entry of the journal says that it is for: the file in the inbox, and the content by which it is known. */
import type { ErpContent } from '../../../activities/erp-content';
import type { ErpOrder } from '../../../activities/erp-port';
import { defined } from '../../../workflows/contract/defined';
import { parseMembers } from '../stored';
import { DiskFailure } from './disk';
import { fileStem, toContent, type ImportFile } from './layout';

/** Raised when a member changes its meaning. Entries from before they named it hold the same members. */
const intentFormat = 'ledgergate.journal/1';

export interface Intent {
  readonly reference: string;
  /** The name in the inbox, without `.csv` and `.json`. */
  readonly file: string;
  readonly sequence: number;
  readonly contentHash: string;
  /** The content. Absent in entries from before it was stored. */
  readonly content?: ErpContent;
  readonly jobNumber?: string;
}

/** Returns the create if no file of the reference was delivered before, and otherwise the next update. */
export function toFile({ project, job, reference }: ErpOrder, hash: string, delivered: number): ImportFile {
  const action = delivered === 0 ? 'create' : 'update';
  return { action, reference, sequence: delivered + 1, contentHash: hash, project, job };
}

export const toIntent = ({ reference, sequence, contentHash: hash, project, job }: ImportFile): Intent => ({
  reference,
  file: fileStem(reference, sequence),
  sequence,
  contentHash: hash,
  content: toContent(project, job),
  ...defined({ jobNumber: job.number }),
});

export const formatIntent = (intent: Intent): string => `${JSON.stringify({ format: intentFormat, ...intent })}\n`;

const isIntent = (value: object): value is Intent => {
  const members = new Map<string, unknown>(Object.entries(value));
  const texts = [members.get('reference'), members.get('file'), members.get('contentHash')];
  const isText = (text: unknown): boolean => typeof text === 'string';
  const isContent = typeof (members.get('content') ?? {}) === 'object';
  const isNumber = Number.isInteger(members.get('sequence'));
  return texts.every(isText) && isText(members.get('jobNumber') ?? '') && isNumber && isContent;
};

/** @throws DiskFailure */
export function parseIntent(text: string, place: string): Intent {
  const members = parseMembers(text);
  const { format = intentFormat, ...intent } = Object.fromEntries(members ?? []);
  if (format !== intentFormat) throw new DiskFailure('NEWER', place, {});
  if (!isIntent(intent)) throw new DiskFailure('DAMAGED', place, {});
  return intent;
}
