/** A project that is submitted again: why it was rejected and what is different now go along. */
import { limits } from '../../workflows/contract/limits';
import type { Project } from '../../workflows/contract/project';
import { type PreviousRun, SubmissionState } from '../../workflows/contract/view';
import { jsonBytes } from '../../workflows/contract/text';
import { decide } from '../../workflows/domain/decide';
import { describeState } from '../../workflows/domain/describe';
import { parseSubmit } from '../../workflows/domain/parse';
import { followRun, toPreviousRun } from '../../workflows/domain/previous-run';
import { initialState, shared, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';

const { commands, project, sender, stages, third } = given;

const corrected: Project = { ...project, name: 'Riverside Clinic, corrected' };
const change = { pointer: '/name', before: project.name, after: corrected.name };
const fields = [{ pointer: '/costCodes/03-100/budget', message: 'not ours' }];
const rejected = given.play(stages.awaiting_decision, {
  command: { ...commands.reject, category: 'Codes', fields },
});
const withdrawn = given.play(rejected, { command: commands.withdraw, by: sender });
const follow = (state: Submission, next: Project = corrected): PreviousRun =>
  followRun({ runId: 'run-1', revision: state.revision }, toView(state, 'run-1'), next);
const beginAfter = (state: Submission): Submission =>
  initialState(given.submitted({ project: corrected, previousRun: follow(state) }));

describe('the run after a rejected and withdrawn one', () => {
  const next = beginAfter(withdrawn);

  test('shows the last rejection in full, and what is different in the new document', () => {
    expect(toView(next, 'run-2').previousRun).toEqual({
      runId: 'run-1',
      revision: 1,
      differences: [change],
      lastRejection: rejected.rejection,
    });
    expect(next.previousRun?.lastRejection).toMatchObject({
      reason: commands.reject.reason,
      category: 'Codes',
      fields,
    });
    expect(SubmissionState.safeParse(toView(next, 'run-2')).error).toBeUndefined();
    expect(describeState(next)).toContain(commands.reject.reason);
  });

  test('is rejected by nobody yet, and compares with no revision of its own', () => {
    expect(next).not.toHaveProperty('rejection');
    expect(next).toMatchObject({ status: 'awaiting_decision', revision: 2, firstRevision: 2, changes: [] });
    expect(toView(next, 'run-2').mode).toBe('create');
  });

  test('leaves who may decide as it was: only who sent in this run may not', () => {
    const again = initialState(given.submitted({ by: third, previousRun: follow(withdrawn) }));
    expect(again.senders).toEqual([third.id]);
    expect(decide(again, commands.accept, given.withRoles(third), given.at(9))).toMatchObject({
      refusal: { code: 'same_person' },
    });
    expect(decide(again, commands.accept, given.withRoles(sender), given.at(9))).toHaveProperty('event');
  });

  test('keeps it through every event, and hands it on when it is withdrawn without a decision', () => {
    expect(shared(next).previousRun).toEqual(next.previousRun);
    const again = given.play(next, { command: commands.withdraw, by: sender });
    expect(follow(again, corrected)).toEqual({
      runId: 'run-1',
      revision: 2,
      differences: [],
      lastRejection: rejected.rejection,
    });
  });

  test('hands on its own rejection before that of an earlier run', () => {
    const own = given.play(next, { command: { ...commands.reject, reason: 'Still wrong' } });
    expect(follow(own).lastRejection).toMatchObject({ reason: 'Still wrong', revision: 2 });
  });

  test('hands on none that was answered by an export', () => {
    const exporting = given.play(next, { command: commands.accept });
    expect(follow(given.play(exporting, given.exported(exporting)))).not.toHaveProperty('lastRejection');
  });
});

test('a run that was never rejected hands on the differences alone', () => {
  expect(follow(stages.withdrawn)).toEqual({ runId: 'run-1', revision: 1, differences: [change] });
});

describe('a run that could not be read', () => {
  test('is followed all the same, and the timeline says what is not known', () => {
    const next = initialState(given.submitted({ previousRun: { runId: 'run-1', revision: 3 } }));
    expect(next).toMatchObject({ revision: 4, previousRun: { runId: 'run-1', revision: 3 } });
    const unread = 'Its rejection, if there was one, and the changes since could not be read.';
    expect(next.timeline.entries[0]?.text).toBe(`Follows run run-1, which ended at revision 3. ${unread}`);
    expect(beginAfter(withdrawn).timeline.entries[0]?.text).toBe('Follows run run-1, which ended at revision 1.');
  });

  test('nor is handed on what an older build let through and this one refuses', () => {
    const view = toView(withdrawn, 'run-1');
    const older = {
      ...view,
      project: { ...project, name: 'a\u202Eb' },
      rejection: { ...rejected.rejection, reason: '\u200B' },
    };
    expect(followRun({ runId: 'run-1', revision: 1 }, older as never, corrected)).toEqual({
      runId: 'run-1',
      revision: 1,
    });
  });
});

describe('what is handed on', () => {
  const wide = (chars: number): string => '漢'.repeat(chars);
  const costCodes = Array.from({ length: 300 }, (_, n) => ({
    code: `A-${n}`,
    name: wide(50),
    costTypes: ['Labor'],
  }));
  const many = Array.from({ length: limits.rejectionFields }, (_, n) => ({
    pointer: `/costCodes/A-${n}`,
    message: wide(100),
  }));
  const longest = { ...commands.reject, reason: wide(limits.textChars), category: wide(limits.keyChars), fields: many };
  const big = given.play(initialState(given.submitted({ project: { ...project, costCodes } })), { command: longest });

  test('has 16 KiB: the reason whole, then fields, then differences; what does not fit is counted', () => {
    const { lastRejection, differences, ...run } = follow(big);
    expect(run).toEqual({ runId: 'run-1', revision: 1 });
    expect(lastRejection).toMatchObject({ reason: longest.reason, category: longest.category });
    expect(jsonBytes({ lastRejection, differences })).toBeLessThanOrEqual(limits.previousRunBytes);
    for (const [list = [], count] of [
      [lastRejection?.fields, many.length],
      [differences, 300 + project.costCodes.length + 1],
    ] as const) {
      expect(list.length).toBeGreaterThan(2);
      expect(list.at(-1)).toEqual({ omitted: count - list.length + 1 });
    }
    expect(toPreviousRun(follow(big))).toEqual({ previousRun: follow(big) });
  });

  test('is handed on again as it is, with what was left out', () => {
    const next = initialState(given.submitted({ project: { ...project, costCodes }, previousRun: follow(big) }));
    const again = given.play(next, { command: commands.withdraw, by: sender });
    expect(follow(again).lastRejection).toEqual(follow(big).lastRejection);
  });
});

describe('an argument from elsewhere', () => {
  const { type: _type, at: _at, ...submit } = given.submitted();
  const told = follow(withdrawn);
  const rejection = told.lastRejection;
  const parse = (changes: object) => () =>
    parseSubmit({ ...submit, previousRun: { ...told, ...changes } }, 'submission:acme:1042');
  const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ pointer: `/${n}`, after: 'x' }));

  test('is read as it was handed on', () => {
    expect(parse({})().previousRun).toEqual(told);
  });

  test.each<[string, object, RegExp]>([
    ['a rejection that is no object', { lastRejection: 'No.' }, /^previousRun.lastRejection must be a JSON object/],
    ['no reason', { lastRejection: { ...rejection, reason: undefined } }, /^reason must be a text/],
    ['a blank reason', { lastRejection: { ...rejection, reason: '\u200B' } }, /^reason /],
    ['an endless reason', { lastRejection: { ...rejection, reason: 'x'.repeat(2_001) } }, /^reason has 2001/],
    ['nobody who rejected', { lastRejection: { ...rejection, by: undefined } }, /lastRejection.by must be/],
    [
      'an unknown channel',
      { lastRejection: { ...rejection, by: { id: 'x', channel: 'mail' } } },
      /by.channel must be one of/,
    ],
    ['no instant', { lastRejection: { ...rejection, at: 'yesterday' } }, /lastRejection.at must be an ISO/],
    ['no revision', { lastRejection: { ...rejection, revision: 0 } }, /revision must be/],
    ['more in it', { lastRejection: { ...rejection, more: 1 } }, /has the unknown field more/],
    ['fields that are no list', { lastRejection: { ...rejection, fields: {} } }, /lastRejection.fields must be a list/],
    ['a field without pointer', { lastRejection: { ...rejection, fields: [{ message: 'x' }] } }, /pointer must be/],
    ['differences that are no list', { differences: {} }, /^previousRun.differences must be a list/],
    ['a difference that is no object', { differences: ['/name'] }, /entry of previousRun.differences must be/],
    ['a difference without pointer', { differences: [{ before: 'x' }] }, /^pointer in an entry of previousRun.diff/],
    ['a difference that is no text', { differences: [{ pointer: '/name', after: 7 }] }, /^after in an entry/],
    ['a difference that turns text round', { differences: [{ pointer: '/name', after: '\u202Ex' }] }, /^after in an/],
    ['a count that is none', { differences: [{ omitted: -1 }] }, /omitted of previousRun.differences must be/],
    ['more than fits', { differences: entries(2_000) }, /previousRun must be at most 16 KiB/],
  ])('with %s is malformed', (_what, changes, message) => {
    expect(parse(changes)).toThrow(message);
  });
});
