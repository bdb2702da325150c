import { statuses } from '../../workflows/contract/codes';
import { commandNames } from '../../workflows/contract/command-table';
import { SubmissionState } from '../../workflows/contract/view';
import { refusalFor } from '../../workflows/domain/decide';
import { evolve } from '../../workflows/domain/evolve';
import { mustNameNumber } from '../../workflows/domain/retry';
import {
  initialState,
  isClosed,
  recordApplied,
  requestWithdraw,
  type Standing,
  type Submission,
} from '../../workflows/domain/submission';
import { toCurrent, toView } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';
import { commands, play, stages, third, type Stage } from '../support/domain/fixtures';

const everyStage = Object.keys(stages) as Stage[];

describe('the view', () => {
  it('is made of every status there is', () => {
    expect(new Set(Object.values(stages).map(({ status }) => status))).toEqual(new Set(statuses));
  });

  it.each(everyStage)('%s: fits its schema and survives JSON unchanged', (stage) => {
    const view = toView(stages[stage], 'run-1');
    expect(SubmissionState.parse(view)).toEqual(view);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
    expect(view).toMatchObject({ companyId: 'acme', projectId: '1042', runId: 'run-1', firstRevision: 1 });
  });

  it.each([
    ['awaiting_decision', []],
    ['rejected', ['decision', 'rejection']],
    ['retrieved', []],
    ['exporting', ['decision', 'job', 'export']],
    ['parked', ['decision', 'job', 'export']],
    ['parked, outcome unknown', ['decision', 'job', 'export']],
    ['exported', ['decision', 'job', 'export', 'receipt']],
    ['withdrawn', []],
  ] satisfies [Stage, string[]][])('%s: shows what this status has and no more', (stage, members) => {
    const view = toView(stages[stage], 'run-1');
    const shown = ['decision', 'rejection', 'job', 'export', 'receipt', 'previousRun', 'withdrawRequested'];
    expect(shown.filter((member) => member in view)).toEqual(members);
  });

  it('shows the attempts, and parked with what to do', () => {
    expect(toView(stages.exporting, 'run-1').export).toEqual({ attempts: 0 });
    expect(toView(stages.exported, 'run-1').export).toEqual({ attempts: 1 });
    expect(toView(stages.parked, 'run-1').export).toEqual({
      attempts: 3,
      parked: {
        code: 'erp_refused',
        message: 'The ERP said no',
        since: given.at(8),
        remedy: expect.stringContaining('Reject the project with the reason'),
      },
    });
  });

  it('keeps for itself what only the workflow needs', () => {
    const request = { id: 'a', bodyHash: 'b', command: 'reject', at: given.at(1) } as const;
    const view = toView(recordApplied(stages['parked, outcome unknown'], request), 'run-1');
    expect(view).not.toHaveProperty('applied');
    expect(view).not.toHaveProperty('sentAt');
    expect(view).not.toHaveProperty('attempts');
  });

  it('shows the run before, and a cancel that waits', () => {
    const previousRun = { runId: 'run-0', revision: 4, exported: given.inErp };
    const next = initialState(given.submitted({ previousRun }));
    const view = toView(requestWithdraw(next, third, given.at(1)), 'run-1');
    expect(view).toMatchObject({ previousRun, revision: 5, firstRevision: 5, withdrawRequested: { by: third } });
    expect(view.timeline).toMatchObject([{ type: 'submitted', text: expect.stringContaining('run-0') }]);
  });

  it('says nothing of a run before where none is known', () => {
    const [first] = toView(stages.awaiting_decision, 'run-1').timeline;
    expect(first).toMatchObject({ type: 'submitted', revision: 1 });
    expect(first).not.toHaveProperty('text');
  });

  it('shows findings of the rules with their place', () => {
    const rules = { ...given.integration.rules, fields: { name: { maxLength: 5 } } };
    const state = initialState(given.submitted({ integration: { ...given.integration, rules } }));
    expect(toView(state, 'run-1').checks).toMatchObject([{ code: 'too_long', pointer: '/name' }]);
  });

  it('makes what an ERP says of single fields fit to show', () => {
    const fields = [
      { pointer: 'name', message: ' too\u0000long ' },
      { pointer: '', message: '' },
      { pointer: '/number', message: 'm'.repeat(900) },
      ...Array.from({ length: 60 }, () => ({ pointer: '/x', message: 'y' })),
    ];
    const view = toView(play(stages.exporting, given.parkedAs('erp_refused', { fields })), 'run-1');
    expect(SubmissionState.safeParse(view).error).toBeUndefined();
    expect(view.export?.parked?.fields).toHaveLength(50);
    expect(view.export?.parked?.fields?.slice(0, 2)).toEqual([
      { pointer: '/name', message: 'too\ufffdlong' },
      { pointer: '/', message: 'no message' },
    ]);
  });

  it('says first how many entries of the timeline are left out', () => {
    const ignored = (n: number) =>
      ({ type: 'ignored', at: given.at(n), by: third, signal: `s-${n}`, code: 'malformed' }) as const;
    let state = stages.awaiting_decision;
    for (let n = 0; n < 103; n += 1) state = evolve(state, ignored(n));
    const { timeline } = toView(state, 'run-1');
    expect([timeline.length, timeline[0]]).toEqual([102, { omitted: 3 }]);
  });
});

it.each([...Object.values(stages), play(stages.exporting, given.parkedAs('erp_number_taken'))])(
  'the rules about status and person say the same of a state and of its view: $status',
  (state) => {
    const view = toView(state, 'run-1');
    for (const caller of [third, given.sender]) {
      const refusals = (standing: Standing) => commandNames.map((name) => refusalFor(standing, name, caller));
      expect(refusals(view)).toEqual(refusals(state));
    }
    expect(mustNameNumber(view)).toBe(mustNameNumber(state));
  },
);

describe('what the loser of a race is told', () => {
  const current = (state: Submission) => toCurrent(toView(state, 'run-1'));

  it('is where the submission stands, who brought it there and when', () => {
    expect(current(stages.awaiting_decision)).toEqual({
      revision: 1,
      status: 'awaiting_decision',
      by: given.sender,
      at: given.at(0),
    });
    expect(current(stages.rejected)).toEqual({ revision: 1, status: 'rejected', by: third, at: given.at(1) });
  });

  it('is the person, not the export and not who was ignored', () => {
    const ignored = {
      type: 'ignored',
      at: given.at(9),
      by: given.otherSender,
      signal: 'accept',
      code: 'malformed',
    } as const;
    expect(current(evolve(stages.parked, ignored))).toEqual({
      revision: 1,
      status: 'parked',
      by: third,
      at: given.at(1),
    });
  });

  it('is still true when the timeline has forgotten it', () => {
    const forgotten = { ...stages.awaiting_decision, timeline: { entries: [], omitted: 1 } };
    expect(current(forgotten)).toMatchObject({ by: given.sender, at: given.at(0) });
  });
});

it('a submission is closed when exported or withdrawn', () => {
  const closed = everyStage.filter((stage) => isClosed(stages[stage]));
  expect(closed).toEqual(['exported', 'withdrawn']);
});

it('the last 200 applied commands are remembered', () => {
  let state = play(stages.awaiting_decision, { command: commands.reject });
  for (let n = 0; n < 205; n += 1) {
    state = recordApplied(state, { id: `id-${n}`, bodyHash: 'h', command: 'reject', at: given.at(n) });
  }
  expect([state.applied.length, state.applied[0]?.id, state.applied.at(-1)?.id]).toEqual([200, 'id-5', 'id-204']);
});
