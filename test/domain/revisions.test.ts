/** Each acceptance cycle is kept for the record: who sent it, how it differed, what was decided and why. */
import { limits } from '../../workflows/contract/limits';
import type { Project } from '../../workflows/contract/project';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toRecord } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';

const { commands, project, sender, otherSender, third } = given;
const listRevisions = (state: Submission) => toRecord(state, 'run-1').revisions;

const corrected: Project = { ...project, name: 'Riverside Clinic, Phase 2' };
const reasons = { reason: 'Wrong name', category: 'name', fields: [{ pointer: '/name', message: 'see the contract' }] };
const story = given.play(
  initialState(given.submitted()),
  { command: { type: 'reject', ...reasons } },
  { command: { type: 'resend', project: corrected, note: 'Name corrected' }, by: otherSender },
  { command: commands.accept },
);

test('tells each cycle with its sender, its difference, its decision and its reasons', () => {
  expect(listRevisions(story)).toEqual([
    {
      revision: 1,
      sentBy: sender,
      sentAt: given.at(0),
      changes: [],
      decisions: [{ decision: 'reject', by: third, at: given.at(1) }],
      rejection: reasons,
    },
    {
      revision: 2,
      sentBy: otherSender,
      sentAt: given.at(2),
      note: 'Name corrected',
      changes: [{ pointer: '/name', before: project.name, after: corrected.name }],
      decisions: [{ decision: 'accept', by: third, at: given.at(3) }],
      job: { number: '24-017' },
    },
  ]);
});

test('a rejection after the accept stands in the revision it rejects', () => {
  const returned = given.play(story, given.parkedAs('erp_refused'), { command: commands.reject });
  expect(listRevisions(returned).at(-1)).toMatchObject({
    revision: 2,
    job: { number: '24-017' },
    decisions: [{ decision: 'accept' }, { decision: 'reject' }],
    rejection: { reason: commands.reject.reason },
  });
});

function rejectedOften(times: number, reason: string): Submission {
  let state = initialState(given.submitted());
  for (let n = 0; n < times; n += 1) {
    const project = { ...given.project, name: `Clinic ${n}` };
    state = given.play(
      state,
      { command: { type: 'reject', reason } },
      { command: { type: 'resend', project }, by: sender },
    );
  }
  return state;
}

test('the newest fifty are told in full; of older ones the texts are cut and the differences counted', () => {
  const reason = 'x'.repeat(200);
  const revisions = listRevisions(rejectedOften(80, reason));
  expect(revisions).toHaveLength(81);
  expect(revisions.slice(-50, -1).every((entry) => 'rejection' in entry && entry.rejection?.reason === reason)).toBe(
    true,
  );
  expect(revisions[5]).toMatchObject({
    revision: 6,
    sentBy: sender,
    changes: [{ omitted: 1 }],
    rejection: { reason: `${'x'.repeat(limits.cutTextChars - 1)}…` },
    decisions: [{ decision: 'reject', by: third }],
  });
});

test('however many there are they stay within their bytes, and those that went are counted', () => {
  const revisions = listRevisions(rejectedOften(500, '漢'.repeat(2_000)));
  const [first] = revisions;
  expect(Buffer.byteLength(JSON.stringify(revisions))).toBeLessThan(limits.revisionsBytes + 2_000);
  expect(first).toEqual({ omitted: 501 - (revisions.length - 1) });
});

test('a run that began before they were kept goes on without those', () => {
  const { revisions: _none, ...old } = initialState(given.submitted());
  const state = given.play(old, { command: commands.reject }, { command: commands.resend, by: sender });
  expect(listRevisions(old)).toEqual([]);
  expect(listRevisions(state)).toMatchObject([{ revision: 2 }]);
});
