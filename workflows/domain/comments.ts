/** Comments: their rules, and whom a question or an answer leaves awaited. */
import type { AwaitedParty, QuestionState, ShownStatus } from '../contract/codes';
import { defined } from '../contract/defined';
import { limits } from '../contract/limits';
import { jsonBytes } from '../contract/text';
import type { TimelineEntry } from '../contract/view';
import { refuse, type Caller, type CommandOf, type Refusal } from './command';
import type { Event } from './events';
import { isSender } from './people';
import type { Standing, Submission } from './submission';

type CommentCommand = CommandOf<'comment'>;
type Commented = Extract<Event, { readonly type: 'commented' }>;

interface Asked {
  readonly status: ShownStatus;
  readonly question?: QuestionState | null | undefined;
}

/** Returns who is awaited; `undefined` if no decision is. */
export function findAwaited({ status, question }: Asked): AwaitedParty | undefined {
  if (status !== 'awaiting_decision') return undefined;
  return question === 'open' ? 'sender' : 'approver';
}

/** Returns how the last question stands; `undefined` if nothing was asked, or no decision is awaited. */
export const findQuestion = ({ status, question }: Asked): QuestionState | undefined =>
  status === 'awaiting_decision' ? (question ?? undefined) : undefined;

/** Refuses a question that nobody else could answer before the decision. */
export function refusedToAsk(state: Standing, caller: Caller): Refusal | undefined {
  if (state.status !== 'awaiting_decision') {
    const message = `The submission is ${state.status}. A question is possible only while it is awaiting_decision.`;
    return refuse('not_awaiting_decision', message);
  }
  if (!isSender(state, caller)) return undefined;
  return refuse('same_person', `${caller.id} submitted or resent this project, so the question would be their own.`);
}

/** Refuses what would not fit beside the comments of the run, which all keep their texts. */
function refusedByNumber({ timeline }: Submission, text: string): Refusal | undefined {
  const texts = timeline.entries
    .filter(({ type }) => type === 'commented')
    .map((entry: TimelineEntry) => entry.text ?? '');
  const bytes = [...texts, text].reduce((sum, one) => sum + jsonBytes(one), 0);
  if (texts.length < limits.comments && bytes <= limits.commentsBytes) return undefined;
  const size = `${limits.comments} comments, ${limits.commentsBytes / 1024} KiB together`;
  return refuse('too_many_comments', `A run keeps ${size}. Decide, or write elsewhere.`);
}

export const refusedByComment = (
  state: Submission,
  { text, isQuestion }: CommentCommand,
  caller: Caller,
): Refusal | undefined => (isQuestion ? refusedToAsk(state, caller) : undefined) ?? refusedByNumber(state, text);

/** Returns what a comment is: a question, the answer to one, or neither. */
export const toCommentKind = (
  state: Submission,
  { isQuestion }: CommentCommand,
  caller: Caller,
): Pick<Commented, 'isQuestion' | 'isAnswer'> =>
  defined({
    isQuestion: isQuestion ? (true as const) : undefined,
    isAnswer: !isQuestion && findAwaited(state) === 'sender' && isSender(state, caller) ? (true as const) : undefined,
  });
