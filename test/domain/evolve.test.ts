/** What each event leaves in the state and in the timeline, in the words that a person reads later. */
import { limits } from '../../workflows/contract/limits';
import type { TimelineEntry } from '../../workflows/contract/view';
import { evolve } from '../../workflows/domain/evolve';
import type { Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import { at, commands, exporter, parkedAs, play, sender, stages, third } from '../support/domain/fixtures';

const lastEntry = (state: Submission): TimelineEntry | undefined => {
  const entry = toView(state, 'run').timeline.at(-1);
  return entry && 'type' in entry ? entry : undefined;
};
const lastRevision = (state: Submission) => state.revisions?.entries.at(-1);

test('an accept is kept as the decision, and with its job in the revision and in the timeline', () => {
  const command = { ...commands.accept, note: 'Budget agreed' };
  const state = play(stages.awaiting_decision, { command, by: third });
  const decided = { decision: 'accept', by: third };
  expect(state.decision).toMatchObject({ ...decided, revision: 1 });
  expect(lastRevision(state)).toMatchObject({ decisions: [decided], job: command.job });
  expect(lastEntry(state)).toMatchObject({ type: 'accepted', text: 'Budget agreed', jobNumber: '24-017' });
});

test.each(['resend', 'retrieve', 'withdraw'] as const)('the note or the reason of a %s is in its entry', (name) => {
  const from = name === 'resend' ? stages.rejected : stages.awaiting_decision;
  const texts = name === 'withdraw' ? { reason: 'Not built' } : { note: 'Not built' };
  const state = play(from, { command: { ...commands[name], ...texts }, by: sender });
  expect(lastEntry(state)).toMatchObject({ text: 'Not built' });
});

test('only as many senders are kept as fit, the newest of them', () => {
  const { rejected } = stages;
  const many = Array.from({ length: limits.sendersKept }, (_, index) => `sender-${index}`);
  const state = play({ ...rejected, senders: many }, { command: commands.resend, by: sender });
  expect(state.senders).toHaveLength(limits.sendersKept);
  expect(state.senders.slice(-2)).toEqual([many.at(-1), sender.id]);
});

describe('a parked export', () => {
  test('says in the timeline why, and says nothing rather than an empty text', () => {
    expect(lastEntry(evolve(stages.exporting, parkedAs('erp_refused')))).toMatchObject({
      code: 'erp_refused',
      text: 'The ERP said no',
    });
    expect(lastEntry(evolve(stages.exporting, parkedAs('erp_refused', { message: '' })))).not.toHaveProperty('text');
  });

  test('points to the fields that the ERP named, with a slash and without spaces around them', () => {
    const fields = [
      { pointer: 'name ', message: ' Too long ' },
      { pointer: '/costCodes/0/name', message: ' ' },
    ];
    const state = evolve(stages.exporting, parkedAs('erp_refused', { fields }));
    expect(toView(state, 'run').export?.parked?.fields).toEqual([
      { pointer: '/name', message: 'Too long' },
      { pointer: '/costCodes/03-100/name', message: 'no message' },
    ]);
  });

  test('is confirmed only with both the confirmation and the differences that were seen', () => {
    const event = { type: 'retried', at: at(9), by: third } as const;
    const parked = evolve(stages.exporting, parkedAs('changed_in_erp', { differencesHash: 'h' }));
    const confirmed = { confirm: 'overwrite', differencesHash: 'h' } as const;
    expect(evolve(parked, { ...event, ...confirmed })).toMatchObject({ retry: confirmed });
    expect(evolve(parked, { ...event, confirm: 'overwrite' })).toHaveProperty('retry', {});
    expect(evolve(parked, { ...event, differencesHash: 'h' })).toHaveProperty('retry', {});
  });
});

describe('a preflight', () => {
  const answer = { type: 'preflight_answered', at: at(3), by: exporter, revision: 1, checks: [] } as const;

  test('that finds a free number suggests it, and one that finds none takes the former away', () => {
    const suggested = evolve(stages.awaiting_decision, { ...answer, suggestedNumber: '24-018' });
    expect(toView(suggested, 'run').suggestion).toEqual({ number: '24-018', at: at(3) });
    expect(toView(evolve(suggested, answer), 'run')).not.toHaveProperty('suggestion');
  });

  test('that was asked for is marked only while a decision is awaited', () => {
    const asked = { type: 'preflight_requested', at: at(3), by: third, number: '24-018' } as const;
    expect(evolve(stages.awaiting_decision, asked)).toMatchObject({ preflight: { number: '24-018' } });
    expect(evolve(stages.rejected, asked)).not.toHaveProperty('preflight');
  });
});

test('the view shows all senders and all changes', () => {
  const corrected = { ...stages.rejected.project, name: 'Riverside Clinic North' };
  const state = play(stages.rejected, { command: { ...commands.resend, project: corrected }, by: third });
  expect(toView(state, 'run')).toMatchObject({ senders: [sender.id, third.id], changes: [{ pointer: '/name' }] });
});
