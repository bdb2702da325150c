import type { Job } from '../../workflows/contract/commands';
import { followRun } from '../../workflows/domain/previous-run';
import type { Caller, Command } from '../../workflows/domain/command';
import { decide } from '../../workflows/domain/decide';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import * as given from '../support/domain/fixtures';
import { commands, play, sender, stages, third } from '../support/domain/fixtures';
import { defined } from '../../workflows/contract/defined';

describe('retrying with another job', () => {
  const field = (key: string) => ({ key, label: key, type: 'text', required: false }) as const;
  const integration = { ...given.integration, acceptFields: [field('a/b'), field('site')] };
  const job = { number: '24-017', fields: { 'a/b': 'old', site: 'Dayton' } };
  const accepted = play(initialState(given.submitted({ integration })), { command: { type: 'accept', job } });
  const parked = play(accepted, given.parkedAs('erp_refused'));
  const unknown = play(accepted, given.parkedAs('outcome_unknown'));
  const retry = (named: Job): Submission => play(parked, { command: { type: 'retryExport', job: named } });
  const lastEntry = ({ timeline }: Submission) => timeline.entries.at(-1);

  it.each([
    ['a number', { number: '24-018' }, { ...job, number: '24-018' }],
    ['a field', { fields: { 'a/b': 'new' } }, { ...job, fields: { ...job.fields, 'a/b': 'new' } }],
    ['nothing', {}, job],
    ['what stands', job, job],
  ])('changes by key what is named: %s', (_what, named, expected) => {
    expect(retry(named)).toMatchObject({ status: 'exporting', attempts: 0, job: expected });
  });

  it('the timeline tells each change with before and after, and nothing where nothing differs', () => {
    expect(lastEntry(retry({ number: '24-018', fields: { 'a/b': 'new', site: 'Dayton' } }))).toMatchObject({
      type: 'retried',
      changes: [
        { pointer: '/job/number', before: '24-017', after: '24-018' },
        { pointer: '/job/fields/a~1b', before: 'old', after: 'new' },
      ],
    });
    const bare = play(initialState(given.submitted({ integration })), { command: commands.accept });
    const named = play(bare, given.parkedAs('erp_refused'), { command: { type: 'retryExport', job } });
    expect(lastEntry(named)).toMatchObject({ changes: [{ pointer: '/job/fields/a~1b', after: 'old' }, {}] });
    expect(lastEntry(retry(job))).not.toHaveProperty('changes');
  });

  describe.each([
    ['another number', { number: '24-018' }],
    ['another field', { fields: { site: 'Columbus' } }],
  ])('%s', (_what, named) => {
    const command: Command = { type: 'retryExport', job: named };
    const by = (caller: Caller, state: Submission = parked) => {
      const outcome = decide(state, command, caller, given.at(9));
      return 'refusal' in outcome ? outcome.refusal.code : outcome.event.by;
    };

    it('takes an approver, whatever other roles somebody has', () => {
      expect(by({ ...third, roles: ['admin', 'operator', 'viewer'] })).toBe('not_permitted');
      expect(by(third)).toBe('not_permitted');
      expect(by({ ...third, roles: ['approver'] })).toEqual(third);
    });

    it('takes one who did not send the project, also where the sender is an approver', () => {
      expect(by(given.withRoles(sender))).toBe('same_person');
    });

    it('by raw signal the name that is claimed counts, as at a raw accept', () => {
      expect(by({ id: sender.id, channel: 'signal' })).toBe('same_person');
      expect(by({ id: 'tess', channel: 'signal' })).toEqual({ id: 'tess', channel: 'signal' });
    });

    it('is refused to everybody while the outcome is unknown', () => {
      expect(by(given.withRoles(third), unknown)).toBe('outcome_unknown');
    });
  });

  it('what stands is repeated by whoever may retry, also while the outcome is unknown', () => {
    for (const state of [parked, unknown]) {
      const outcome = decide(state, { type: 'retryExport', job }, { ...sender, roles: ['operator'] }, given.at(9));
      expect(outcome).toHaveProperty('event');
    }
  });

  it('to confirm takes an approver, too', () => {
    const changed = play(accepted, given.parkedAs('changed_in_erp', { differencesHash: 'h' }));
    const command: Command = { type: 'retryExport', confirm: 'overwrite', differencesHash: 'h' };
    const codeFor = (caller: Caller) => decide(changed, command, caller, given.at(9));
    expect(codeFor({ ...third, roles: ['operator'] })).toMatchObject({ refusal: { code: 'not_permitted' } });
    expect(codeFor({ id: 'tess', channel: 'signal' })).toHaveProperty('event');
  });

  describe('where the number is taken', () => {
    const taken = play(accepted, given.parkedAs('erp_number_taken'));
    const refusalCode = (named: Job | undefined, caller: Caller, state: Submission = taken) => {
      const command: Command = { type: 'retryExport', ...defined({ job: named }) };
      const outcome = decide(state, command, caller, given.at(9));
      return 'refusal' in outcome ? outcome.refusal.code : outcome.event.type;
    };
    const operator: Caller = { ...third, roles: ['operator'] };

    it('a retry that names none could only park again and is refused, by either door', () => {
      for (const caller of [given.withRoles(third), operator, { id: 'tess', channel: 'signal' } as const]) {
        expect(refusalCode(undefined, caller)).toBe('job_number_taken');
        expect(refusalCode({ fields: { site: 'Columbus' } }, caller)).toBe('job_number_taken');
      }
    });

    it("another number is an approver's to give, and the same one anybody's who frees it in the ERP", () => {
      expect(refusalCode({ number: '24-018' }, given.withRoles(third))).toBe('retried');
      expect(refusalCode({ number: '24-018' }, operator)).toBe('not_permitted');
      expect(refusalCode({ number: '24-017' }, operator)).toBe('retried');
    });

    it('an ERP without job numbers has nothing to name', () => {
      const rules = { ...integration.rules, jobNumber: { required: false } };
      const bare = play(initialState(given.submitted({ integration: { ...integration, rules } })), {
        command: { type: 'accept', job: {} },
      });
      expect(refusalCode(undefined, operator, play(bare, given.parkedAs('erp_number_taken')))).toBe('retried');
    });
  });

  it('refuses a number that breaks the mask and a field the ERP does not know', () => {
    for (const named of [{ number: '2418' }, { fields: { cost_center: '9' } }]) {
      const outcome = decide(parked, { type: 'retryExport', job: named }, given.withRoles(third), given.at(9));
      expect(outcome).toMatchObject({ refusal: { code: 'project_breaks_rules' } });
    }
  });
});

it('settle under another job number tells it, and the next run goes by it', () => {
  const ids = { job: 'J-9', jobNumber: '24-099' };
  const settled = play(stages.parked, { command: { type: 'settle', ids, note: 'Booked' } });
  const changes = [{ pointer: '/job/number', before: '24-017', after: '24-099' }];
  expect(settled.timeline.entries.at(-1)).toMatchObject({ type: 'settled', jobNumber: '24-099', changes });
  expect(followRun({ runId: 'run-1', revision: 1 }, toView(settled, 'run-1'), given.project).exported).toMatchObject({
    job: { number: '24-099' },
  });
  const same = { ...ids, jobNumber: '24-017' };
  const agreed = play(stages.parked, { command: { type: 'settle', ids: same, note: 'Booked' } });
  expect(agreed.timeline.entries.at(-1)).not.toHaveProperty('changes');
});
