/** Of what the company is told, and when a reminder is due: by the policy that the submission froze. */
import type { NoticeEvent } from '../../workflows/contract/codes';
import type { Policy } from '../../workflows/contract/rules';
import type { Event } from '../../workflows/domain/events';
import { evolve } from '../../workflows/domain/evolve';
import { toEventNotice, toReminderNotice, toSubmitNotice, reminderDueAt } from '../../workflows/domain/notices';
import { initialState, type Submission } from '../../workflows/domain/submission';
import * as given from '../support/domain/fixtures';

const { at, otherSender, policy, project, sender, submitted, third } = given;
const hour = 3_600_000;

const telling = (notices: readonly NoticeEvent[], more: Partial<Policy> = {}): Policy => ({
  ...policy,
  notices: [...notices],
  ...more,
});
const startWith = (changes: Partial<Policy>): Submission =>
  initialState(submitted({ policy: { ...policy, ...changes }, senderEmail: 'ada@acme.example' }));
const all = telling(['submitted', 'resent', 'reminder', 'rejected', 'exported', 'parked']);

/** The notice of the last of these steps. */
function lastNotice(state: Submission, ...steps: readonly Event[]) {
  const after = steps.reduce(evolve, state);
  const last = steps.at(-1);
  return last ? toEventNotice(after, 'run-1', last) : toSubmitNotice(after, 'run-1');
}

const rejected: Event = {
  type: 'rejected',
  at: at(1),
  by: third,
  reason: 'No such customer',
  category: 'customer',
  fields: [{ pointer: '/customer/code', message: 'Which?' }],
};
const resent: Event = {
  type: 'resent',
  at: at(2),
  by: otherSender,
  project: { ...project, name: 'Mill' },
  senderEmail: 'olaf@acme.example',
};
const accepted: Event = { type: 'accepted', at: at(3), by: third, job: { number: '24-017' } };

describe('a notice', () => {
  const common = { companyId: 'acme', projectId: '1042', runId: 'run-1', erpName: 'Ledger ERP' };

  test('of a submit says who sent what, and where the sender is written to', () => {
    expect(lastNotice(startWith(all))).toEqual({
      ...common,
      event: 'submitted',
      at: at(0),
      revision: 1,
      status: 'awaiting_decision',
      by: sender,
      projectName: project.name,
      waitingSince: at(0),
      senderEmail: 'ada@acme.example',
    });
  });

  test('of a rejection has its reasons and goes to who sent that revision', () => {
    expect(lastNotice(startWith(all), rejected)).toMatchObject({
      event: 'rejected',
      by: third,
      senderEmail: 'ada@acme.example',
      status: 'rejected',
      rejection: {
        reason: 'No such customer',
        category: 'customer',
        fields: [{ pointer: '/customer/code', message: 'Which?' }],
      },
    });
  });

  test('of a resend counts the differences; its sender is then the one that is written to', () => {
    expect(lastNotice(startWith(all), rejected, resent)).toMatchObject({
      event: 'resent',
      revision: 2,
      changes: 1,
      by: otherSender,
      senderEmail: 'olaf@acme.example',
      projectName: 'Mill',
    });
  });

  test('after a resend whose sender gave no address has none, and not that of another', () => {
    const { senderEmail: _none, ...silent } = resent as Event & { senderEmail?: string };
    expect(lastNotice(startWith(all), rejected, silent)).not.toHaveProperty('senderEmail');
  });

  test('of an export, also one by hand, names the job and what the ERP gave back', () => {
    const exporting = [accepted].reduce(evolve, startWith(all));
    expect(lastNotice(exporting, given.exported(exporting))).toMatchObject({
      event: 'exported',
      jobNumber: '24-017',
      receiptIds: { job: 'J-9' },
    });
    const parked = evolve(exporting, given.parkedAs('erp_refused'));
    const settled: Event = {
      type: 'settled',
      at: at(9),
      by: third,
      reference: 'r',
      ids: { job: 'J-1' },
      note: 'By hand',
    };
    expect(lastNotice(parked, settled)).toMatchObject({ event: 'exported', receiptIds: { job: 'J-1' } });
  });

  test('of a parked export says why and what a person can do', () => {
    expect(lastNotice(startWith(all), accepted, given.parkedAs('erp_number_taken'))).toMatchObject({
      event: 'parked',
      status: 'parked',
      parked: { code: 'erp_number_taken', message: 'The ERP said no', remedy: expect.stringContaining('number') },
    });
  });
});

describe('nobody is told', () => {
  test('where the company wants no notices at all', () => {
    expect(lastNotice(startWith({}))).toBeUndefined();
    expect(lastNotice(startWith({}), rejected)).toBeUndefined();
  });

  test('of an event that the company does not name', () => {
    expect(lastNotice(startWith(telling(['parked'])))).toBeUndefined();
    expect(lastNotice(startWith(telling(['parked'])), rejected)).toBeUndefined();
  });

  test.each<[string, Event]>([
    ['an accept', accepted],
    ['a retrieve', { type: 'retrieved', at: at(1), by: sender }],
    ['a withdraw', { type: 'withdrawn', at: at(1), by: sender, reason: 'Not built' }],
    ['an ignored signal', { type: 'ignored', at: at(1), by: third, signal: 'accept', code: 'malformed' }],
    ['a comment', { type: 'commented', at: at(1), by: third, text: 'Noted' }],
    ['a question to the ERP', { type: 'preflight_requested', at: at(1), by: third }],
  ])('of %s', (_, event) => {
    expect(lastNotice(startWith(all), event)).toBeUndefined();
  });
});

describe('a reminder', () => {
  const patient = { ...all, remindAfterMs: 48 * hour };
  const begun = Date.parse(at(0));

  test('is due once the policy’s time has passed without a decision', () => {
    expect(reminderDueAt(startWith(patient))).toBe(begun + 48 * hour);
  });

  test('is due anew for each revision, from when it was sent', () => {
    expect(reminderDueAt([rejected, resent].reduce(evolve, startWith(patient)))).toBe(Date.parse(at(2)) + 48 * hour);
  });

  test('is never due twice for one revision', () => {
    expect(reminderDueAt({ ...startWith(patient), remindedRevision: 1 })).toBeUndefined();
  });

  test('is not due while nothing is awaited', () => {
    expect(reminderDueAt(evolve(startWith(patient), rejected))).toBeUndefined();
    expect(reminderDueAt(evolve(startWith(patient), accepted))).toBeUndefined();
  });

  test('is not due without the policy, or where the company does not want to hear of it', () => {
    expect(reminderDueAt(startWith(all))).toBeUndefined();
    expect(reminderDueAt(startWith(telling(['submitted'], { remindAfterMs: hour })))).toBeUndefined();
  });

  test('names who sent the revision', () => {
    const state = [rejected, resent].reduce(evolve, startWith(patient));
    expect(toReminderNotice(state, 'run-1', at(2_882))).toMatchObject({
      event: 'reminder',
      by: otherSender,
      at: at(2_882),
      waitingSince: at(2),
      revision: 2,
    });
  });
});
