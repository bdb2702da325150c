/** Reads the record of the ERP from an entry of the journal, and compares it with what was expected. */
import { isSameContent } from '../../../activities/erp-content';
import {
  ErpConflict,
  ErpUnavailable,
  type ErpOrder,
  type ErpReceipt,
  type ErpRecord,
} from '../../../activities/erp-port';
import type { Entry } from './journal';
import { contentHash } from './layout';
import { defined } from '../../../workflows/contract/defined';

export const toReceipt = ({ intent: { reference, file, jobNumber } }: Entry): ErpReceipt => ({
  reference,
  ids: { file: `${file}.json`, ...defined({ jobNumber }) },
});

/**
 * Returns the record that is in the inbox or was taken from there. For an entry from before contents were stored, only
 * the hash is known.
 */
export function toRecord(entry: Entry): ErpRecord {
  const { content, contentHash: hash } = entry.intent;
  const receipt = toReceipt(entry);
  if (content) return { receipt, content };
  return {
    receipt,
    content: { contentHash: hash },
    toKept: (project, job) => ({ contentHash: contentHash(project, job) }),
  };
}

/** Refuses an update if the record is not what was expected. */
export function refuseChanged(inInbox: Entry | undefined, { reference, expect }: ErpOrder): void {
  if (inInbox && expect && isSameContent(toRecord(inInbox).content, expect)) return;
  if (inInbox) throw new ErpConflict(`${reference} was exported with different content.`, toRecord(inInbox));
  if (expect) throw new ErpUnavailable(`${reference} is no longer in the journal, so it is looked up again.`);
}
