/** Settling by hand: the record is named by the ids that an export would have brought back. */
import { erpIds } from '../contract/codes';
import { refuse, type Refusal } from './command';
import type { Submission } from './submission';

/** Under another name nobody would find it: the source is told `job`, and links are made of these. */
export function refusedByIds({ integration }: Submission, ids: Readonly<Record<string, string>>): Refusal | undefined {
  const known: readonly string[] = [...erpIds, ...(integration.ids ?? [])];
  const unknown = Object.keys(ids).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const explained = "job is the ERP's own id of the record, jobNumber what people call it";
  return refuse(
    'malformed',
    `ids: ${integration.erpName} knows no ${unknown}; it knows ${known.join(', ')}: ${explained}.`,
  );
}
