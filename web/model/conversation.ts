/** What people said to each other about a submission: the rejection that was answered, notes, questions and answers. */
import type { Rejection } from '../../workflows/contract/view';
import type { SubmissionView } from '../api/answers';

type Entry = Extract<SubmissionView['timeline'][number], { type: unknown }>;

const spoken: readonly Entry['type'][] = ['rejected', 'resent', 'retrieved', 'commented'];

/** A text in the timeline is cut with age, and that of the rejection is not. */
const whole = (entry: Entry, rejection: Rejection | undefined): Entry =>
  rejection && entry.type === 'rejected' && entry.at === rejection.at ? { ...entry, text: rejection.reason } : entry;

/**
 * Returns what was said since the last rejection, oldest first. The rejection itself belongs to it once it was answered;
 * before that, it is shown with its fields.
 */
export function toConversation({ timeline, rejection, revision }: SubmissionView): readonly Entry[] {
  const said = timeline.filter(
    (entry): entry is Entry => 'type' in entry && spoken.includes(entry.type) && entry.text !== undefined,
  );
  const last = said.findLastIndex(({ type }) => type === 'rejected');
  const isAnswered = rejection !== undefined && rejection.revision < revision;
  return said.slice(last === -1 || isAnswered ? Math.max(last, 0) : last + 1).map((entry) => whole(entry, rejection));
}

/** What a comment of this person is called: it answers where the sender is awaited and this person is one. */
export type CommentKind = 'comment' | 'answer';

export const toCommentKind = ({ awaiting, senders }: SubmissionView, personId: string): CommentKind =>
  awaiting === 'sender' && senders.includes(personId) ? 'answer' : 'comment';
