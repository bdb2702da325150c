/** Settlement by hand: the record is named by the ids that an export would have returned. */
import { erpIds } from '../contract/codes';
import { refuse, type Refusal } from './command';
import type { Submission } from './submission';

/** Refuses ids with other names, because the write-back and links depend on the known ones. */
export function refusedByIds({ integration }: Submission, ids: Readonly<Record<string, string>>): Refusal | undefined {
  const known: readonly string[] = [...erpIds, ...(integration.ids ?? [])];
  const unknown = Object.keys(ids).find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const explained = "job is the ERP's own id of the record, jobNumber the number that people use";
  return refuse(
    'malformed',
    `ids: ${integration.erpName} has no id named ${unknown}. Its ids are ${known.join(', ')}: ${explained}.`,
  );
}
