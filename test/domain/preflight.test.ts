/** The preflight before a decision; no decision waits for its answer. */
import { toPreflightAnswered, preflightFailed } from '../../workflows/domain/preflight-outcome';
import { decide } from '../../workflows/domain/decide';
import { evolve } from '../../workflows/domain/evolve';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import { toMemo } from '../../workflows/search-attributes';
import * as given from '../support/domain/fixtures';

const { commands, integration, project, stages, third } = given;
const awaiting = stages.awaiting_decision;
const view = (state: Submission) => toView(state, 'run-1');
const answer = {
  findings: [{ code: 'number_taken_in_erp', pointer: '/job/number', message: 'Job number P-1042 belongs to B-7.' }],
  suggestedNumber: '24-018',
};
const answered = evolve(awaiting, toPreflightAnswered(awaiting, answer, given.at(1)));

describe('a new revision', () => {
  test('has a preflight where the adapter supports one', () => {
    expect(view(awaiting).isPreflightRunning).toBe(true);
    const silent = initialState(given.submitted({ integration: { ...integration, supportsPreflight: false } }));
    expect(silent).not.toHaveProperty('preflight');
    expect(view(silent)).not.toHaveProperty('isPreflightRunning');
  });

  test('has its own number checked where that would do as job number', () => {
    expect(awaiting).toMatchObject({ preflight: {} });
    const fitting = { ...project, number: '24-017' };
    expect(initialState(given.submitted({ project: fitting }))).toMatchObject({ preflight: { number: '24-017' } });
    expect(initialState(given.submitted({ project: fitting, previousRun: given.afterExport }))).toMatchObject({
      preflight: {},
    });
  });

  test('forgets what was answered about the one before', () => {
    const rejected = given.play(answered, { command: commands.reject });
    const second = given.play(rejected, { command: commands.resend, by: given.sender });
    expect(view(second)).toMatchObject({ isPreflightRunning: true, checks: [] });
    expect(view(second)).not.toHaveProperty('suggestion');
  });
});

describe('the answer of the ERP', () => {
  test('comes into the checks as a warning with its source and time, and suggests a number', () => {
    expect(view(answered)).toMatchObject({
      checks: [{ ...answer.findings[0], severity: 'warning', source: 'erp', at: given.at(1) }],
      suggestion: { number: '24-018', at: given.at(1) },
    });
    expect(view(answered)).not.toHaveProperty('isPreflightRunning');
    expect(toMemo(answered).checks).toEqual({ errors: 0, warnings: 1 });
  });

  test('stands beside the findings of the rules, and takes the place of an older answer', () => {
    const rules = { ...integration.rules, fields: { name: { maxLength: 3 } } };
    const state = initialState(given.submitted({ integration: { ...integration, rules } }));
    const once = evolve(state, toPreflightAnswered(state, answer, given.at(1)));
    const twice = evolve(once, toPreflightAnswered(once, { findings: [] }, given.at(2)));
    expect(view(once).checks).toMatchObject([{ code: 'too_long' }, { code: 'number_taken_in_erp' }]);
    expect(view(twice).checks).toMatchObject([{ code: 'too_long' }]);
    expect(view(twice)).not.toHaveProperty('suggestion');
  });

  test('changes neither the time of waiting nor the story', () => {
    expect(answered.waitingSince).toBe(awaiting.waitingSince);
    expect(answered.timeline).toEqual(awaiting.timeline);
  });

  test('never hinders a decision', () => {
    expect(decide(answered, commands.accept, third, given.at(2))).toHaveProperty('event');
    expect(decide(awaiting, commands.accept, third, given.at(2))).toHaveProperty('event');
  });

  test('is dropped when its revision is decided', () => {
    const event = toPreflightAnswered(awaiting, answer, given.at(3));
    const resent = given.play(stages.rejected, { command: commands.resend, by: given.sender });
    for (const state of [stages.exporting, stages.rejected, resent]) expect(evolve(state, event)).toBe(state);
  });

  test('that does not fit, or does not come, is a finding like any other', () => {
    const misfits = [null, {}, { findings: 'none' }, { findings: [{ code: 'invented', message: 'x' }] }];
    for (const misfit of [...misfits, { findings: [], suggestedNumber: 7 }]) {
      const state = evolve(awaiting, toPreflightAnswered(awaiting, misfit, given.at(1)));
      expect(view(state).checks).toMatchObject([{ code: 'preflight_failed', severity: 'warning', source: 'erp' }]);
    }
    const state = evolve(awaiting, preflightFailed(awaiting, 'It is down\u0007.', given.at(1)));
    expect(view(state).checks).toMatchObject([
      { message: 'Ledger ERP did not answer the preflight: It is down\uFFFD.' },
    ]);
  });
});

describe('a preflight that is requested again', () => {
  test('is told in the timeline, and leaves status and time of waiting as they are', () => {
    const requested = given.play(answered, { command: { type: 'preflight', number: '24-019' } });
    expect(requested).toMatchObject({ status: 'awaiting_decision', preflight: { number: '24-019' } });
    expect(requested.waitingSince).toBe(awaiting.waitingSince);
    expect(view(requested).timeline.at(-1)).toMatchObject({
      type: 'preflight_requested',
      jobNumber: '24-019',
      actor: { id: 'tess' },
    });
    expect(view(requested)).toMatchObject({ isPreflightRunning: true, suggestion: { number: '24-018' } });
  });

  test('is refused where the ERP does not support one', () => {
    const silent = initialState(given.submitted({ integration: { ...integration, supportsPreflight: false } }));
    const outcome = decide(silent, commands.preflight, third, given.at(1));
    expect(outcome).toMatchObject({ refusal: { code: 'preflight_unsupported' } });
  });
});
