/** Where a submission stands after a command: what the command answers in place of the whole view. */
import { commandTable } from '../contract/command-table';
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import { cutText } from '../contract/text';
import type { Standing } from '../contract/standing';
import type { Actor, SubmissionState, TimelineEntry } from '../contract/view';
import type { IdempotencyRecord } from './submission';

/** A command that was applied: which, when and by whom. */
export type Applied = Pick<IdempotencyRecord, 'command' | 'at'> & { readonly by: Actor };

type Entry = Standing['entry'];

const cut = (text: string | undefined): string | undefined => text && cutText(text, limits.standingTextChars);

const toEntry = ({ changes: _changes, ...entry }: TimelineEntry): Entry =>
  defined({ ...entry, text: cut(entry.text), category: cut(entry.category), jobNumber: cut(entry.jobNumber) });

/**
 * The entry of the command. A timeline that is full drops its oldest entries: of a command whose entry is gone only
 * what it was, when, and by whom is answered, with the revision of now.
 */
function findEntry({ timeline, revision }: SubmissionState, { command, at, by }: Applied): Entry {
  const type = commandTable[command].event;
  const found = timeline.findLast(
    (entry) => 'type' in entry && entry.type === type && entry.at === at && entry.actor.id === by.id,
  );
  if (found && 'type' in found) return toEntry(found);
  return { at, type, revision, actor: defined({ id: by.id, name: by.name, channel: by.channel }) };
}

export function toStanding(view: SubmissionState, applied: Applied): Standing {
  const { job, receipt, export: exporting } = view;
  const parked = exporting?.parked;
  return defined({
    companyId: view.companyId,
    projectId: view.projectId,
    runId: view.runId,
    revision: view.revision,
    status: view.status,
    waitingSince: view.waitingSince,
    awaiting: view.awaiting,
    job: job && defined({ number: job.number }),
    parked: parked && { code: parked.code, since: parked.since },
    receipt: receipt && { reference: receipt.reference, ids: receipt.ids },
    entry: findEntry(view, applied),
  });
}
