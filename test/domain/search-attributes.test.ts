/** What visibility is told of a submission. */
import { utf8Bytes } from '../../workflows/contract/text';
import { evolve } from '../../workflows/domain/evolve';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toAttributes, searchAttributes, toSetAttributes, toKeyword } from '../../workflows/search-attributes';
import * as given from '../support/domain/fixtures';

const { at, commands, policy, project, stages, third } = given;

const readAttribute = (state: Submission, name: keyof typeof searchAttributes): unknown =>
  toAttributes(state).find(({ key }) => key === searchAttributes[name])?.value;
const named = (name: string, number = 'P-1') =>
  initialState(given.submitted({ project: { ...project, name, number }, policy: { ...policy, searchNames: true } }));

test('each search attribute is told of, and at the start those that have a value', () => {
  const waiting = stages.awaiting_decision;
  expect(toAttributes(waiting).map(({ key }) => key)).toEqual(Object.values(searchAttributes));
  const { jobNumber, projectName, ...set } = searchAttributes;
  expect(toSetAttributes(waiting).map(({ key }) => key)).toEqual(Object.values(set));
  expect([jobNumber.name, projectName.name]).toEqual(['JobNumber', 'ProjectName']);
});

describe('the number of a project', () => {
  test.each([
    ['P-1042', 'p-1042'],
    ['\uff30\u20131042', 'p-1042'],
    ['24  018 B', '24 018 b'],
  ])('%s is told in the form in which it is compared', (number, keyword) => {
    expect(readAttribute(named('Clinic', number), 'projectNumber')).toBe(keyword);
  });

  test('changes with the document', () => {
    const resent = given.play(
      stages.awaiting_decision,
      { command: commands.reject },
      { command: { type: 'resend', project: { ...project, number: 'P-9' } }, by: given.sender },
    );
    expect(readAttribute(resent, 'projectNumber')).toBe('p-9');
  });

  test('has no sign that visibility cannot search for', () => {
    expect(toKeyword(`A"b'c\\d?`)).toBe('a%22b%27c%5cd%3f');
  });

  test('fits into visibility, however long somebody wrote it', () => {
    for (const sign of ['9', '\ufdfa', '\u{1d7d8}', '\u0390']) {
      const keyword = toKeyword(sign.repeat(100_000));
      expect(keyword.length).toBeLessThanOrEqual(200);
      expect(keyword).not.toMatch(/\p{Cs}/u);
    }
  });
});

describe('the number of a job', () => {
  const accepted = given.play(stages.awaiting_decision, { command: commands.accept });

  test('is told from the accept on, and no longer when the job goes', () => {
    expect(readAttribute(stages.awaiting_decision, 'jobNumber')).toBeNull();
    expect(readAttribute(accepted, 'jobNumber')).toBe('24-017');
    const parked = evolve(accepted, given.parkedAs('erp_number_taken'));
    expect(readAttribute(parked, 'jobNumber')).toBe('24-017');
    const rejected = evolve(parked, { type: 'rejected', reason: 'Taken', by: third, at: at(9) });
    expect(readAttribute(rejected, 'jobNumber')).toBeNull();
  });

  test('is what the ERP calls it, once the ERP has', () => {
    const exported = { ...given.exported(accepted), ids: { job: 'J-9', jobNumber: 'JOB-24-017' } };
    expect(readAttribute(evolve(accepted, given.exported(accepted)), 'jobNumber')).toBe('24-017');
    expect(readAttribute(evolve(accepted, exported as typeof exported & { type: 'exported' }), 'jobNumber')).toBe(
      'job-24-017',
    );
  });
});

describe('the name of a project', () => {
  test('is told nobody unless the policy says so, as search attributes are never encrypted', () => {
    expect(readAttribute(stages.awaiting_decision, 'projectName')).toBeNull();
    expect(readAttribute(named('Riverside Clinic, Phase 2'), 'projectName')).toBe('riverside clinic phase 2');
  });

  test('without a word is none', () => {
    expect(readAttribute(named('\u{1f3d7} \u2014'), 'projectName')).toBeNull();
  });

  test('loses whole words where it is too long', () => {
    const text = String(readAttribute(named(Array.from({ length: 100 }, () => '\ufdfa').join(' ')), 'projectName'));
    expect(utf8Bytes(text)).toBeLessThanOrEqual(2_000);
    expect(new Set(text.split(' ')).size).toBe(4);
    expect(utf8Bytes(String(readAttribute(named('a'.repeat(300_000)), 'projectName')))).toBeLessThanOrEqual(2_000);
  });
});
