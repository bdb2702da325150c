/** Comments, questions to the sender and their answers: who may, what they change, and how many a run keeps. */
import { limits } from '../../workflows/contract/limits';
import { decide } from '../../workflows/domain/decide';
import { toEventNotice } from '../../workflows/domain/notices';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';

const { at, commands, otherSender, play, sender, stages, submitted, third, withRoles } = given;

const question = { type: 'comment', text: 'Is the retainage agreed?', isQuestion: true } as const;
const comment = { type: 'comment', text: 'Yes, since May 4.' } as const;
const view = (state: Submission) => toView(state, 'run-1');
const codeOf = (state: Submission, command: Parameters<typeof decide>[1], by: Parameters<typeof withRoles>[0]) => {
  const outcome = decide(state, command, withRoles(by), at(9));
  return 'refusal' in outcome ? outcome.refusal.code : 'taken';
};

const asked = play(stages.awaiting_decision, { command: question });

describe('a question', () => {
  test('leaves the sender awaited, and changes neither revision nor waiting time', () => {
    const before = view(stages.awaiting_decision);
    expect(before).toMatchObject({ awaiting: 'approver', status: 'awaiting_decision' });
    expect(before).not.toHaveProperty('question');
    const { awaiting, question: state, timeline, ...rest } = view(asked);
    const { awaiting: _awaiting, timeline: _timeline, ...restBefore } = before;
    expect({ awaiting, state }).toEqual({ awaiting: 'sender', state: 'open' });
    expect(rest).toEqual(restBefore);
    expect(timeline.at(-1)).toEqual({
      at: at(1),
      type: 'commented',
      revision: 1,
      actor: third,
      text: question.text,
      isQuestion: true,
    });
  });

  test('is refused to a sender, also where four-eyes is off', () => {
    const policy = { ...given.policy, fourEyes: false };
    expect(codeOf(initialState(submitted({ policy })), question, sender)).toBe('same_person');
    expect(codeOf(stages.awaiting_decision, comment, sender)).toBe('taken');
  });

  test.each(['rejected', 'retrieved', 'exporting', 'parked'] as const)('is refused while %s', (stage) => {
    expect(codeOf(stages[stage], question, third)).toBe('not_awaiting_decision');
    expect(codeOf(stages[stage], comment, third)).toBe('taken');
  });

  test('can be asked again after its answer, and a decision needs none', () => {
    const again = play(asked, { command: comment, by: sender }, { command: question });
    expect(view(again)).toMatchObject({ awaiting: 'sender', question: 'open' });
    expect(view(play(again, { command: commands.accept }))).not.toHaveProperty('awaiting');
  });

  test('outlives the answer of a preflight', () => {
    const answer = { type: 'preflight_answered', at: at(3), by: given.exporter, revision: 1, checks: [] } as const;
    expect(view(play(asked, answer))).toMatchObject({ awaiting: 'sender', question: 'open' });
  });
});

describe('the sender is awaited until', () => {
  test('a sender comments', () => {
    expect(view(play(asked, { command: comment, by: sender }))).toMatchObject({
      awaiting: 'approver',
      question: 'answered',
    });
  });

  test('not until anybody else does', () => {
    expect(view(play(asked, { command: comment, by: otherSender }))).toMatchObject({
      awaiting: 'sender',
      question: 'open',
    });
  });

  test('the project is retrieved and resent', () => {
    const retrieved = play(asked, { command: commands.retrieve, by: sender });
    expect(view(retrieved)).not.toHaveProperty('awaiting');
    const resent = view(play(retrieved, { command: commands.resend, by: otherSender }));
    expect(resent).toMatchObject({ awaiting: 'approver', revision: 2 });
    expect(resent).not.toHaveProperty('question');
  });
});

describe('a run keeps', () => {
  const say = (state: Submission, count: number, text: string) =>
    play(state, ...Array.from({ length: count }, () => ({ command: { ...comment, text } })));

  test('so many comments', () => {
    const full = say(stages.awaiting_decision, limits.comments, 'Noted');
    expect(codeOf(full, comment, third)).toBe('too_many_comments');
    expect(codeOf(full, question, third)).toBe('too_many_comments');
    expect(codeOf(full, commands.accept, third)).toBe('taken');
  });

  test('so many bytes of them, each with its whole text however long the timeline becomes', () => {
    const text = 'é'.repeat(limits.textChars);
    const most = Math.floor(limits.commentsBytes / (2 * limits.textChars + 2));
    const full = say(stages.awaiting_decision, most, text);
    expect(codeOf(full, { ...comment, text }, third)).toBe('too_many_comments');
    const note = 'n'.repeat(limits.textChars);
    const rounds = Array.from({ length: 40 }, () => [
      { command: { ...commands.retrieve, note }, by: sender },
      { command: { ...commands.resend, note }, by: sender },
    ]).flat();
    const texts = view(play(full, ...rounds)).timeline.flatMap((entry) =>
      'type' in entry && entry.type === 'commented' ? [entry.text] : [],
    );
    expect(texts).toEqual(Array.from({ length: most }, () => text));
  });
});

describe('a notice', () => {
  const policy = { ...given.policy, notices: ['question' as const, 'answered' as const] };
  const start = initialState(submitted({ policy }));
  function told(state: Submission, command: typeof comment | typeof question, by = third) {
    const outcome = decide(state, command, withRoles(by), at(2));
    if ('refusal' in outcome) throw new Error(outcome.refusal.code);
    const next = play(state, outcome.event);
    return { next, notice: toEventNotice(next, 'run-1', outcome.event) };
  }

  test('of a question and of its answer has the text; of any other comment there is none', () => {
    const { next, notice } = told(start, question);
    expect(notice).toMatchObject({ event: 'question', by: third, comment: question.text, revision: 1 });
    expect(told(next, comment, sender).notice).toMatchObject({ event: 'answered', by: sender, comment: comment.text });
    expect(told(next, comment).notice).toBeUndefined();
    expect(told(start, comment, sender).notice).toBeUndefined();
  });
});
