import { parkedCodes, type ParkedCode } from '../../workflows/contract/codes';
import { commandNames, type CommandName } from '../../workflows/contract/command-table';
import type { Actor } from '../../workflows/contract/view';
import type { Command } from '../../workflows/domain/command';
import { decide, dueWithdraw, refusalFor } from '../../workflows/domain/decide';
import { evolve } from '../../workflows/domain/evolve';
import { initialState, requestWithdraw, type Submission } from '../../workflows/domain/submission';
import * as given from '../support/domain/fixtures';
import { commands, otherSender, play, sender, stages, third, type Stage } from '../support/domain/fixtures';
import { table } from '../support/domain/table';

/** The refusal code, or the event and the status after it. */
function decideOutcome(state: Submission, command: Command, by: Actor): string {
  const outcome = decide(state, command, given.withRoles(by), given.at(9));
  if ('refusal' in outcome) return outcome.refusal.code;
  return `${outcome.event.type} → ${evolve(state, outcome.event).status}`;
}

const everyStage = Object.keys(stages) as Stage[];

describe('every stage and every command, for somebody who never sent the project', () => {
  it.each(everyStage)('%s', (stage) => {
    const row = Object.fromEntries(
      commandNames.map((name) => [name, decideOutcome(stages[stage], commands[name], third)]),
    );
    expect(row).toEqual(table[stage]);
  });

  const certain = parkedCodes.filter((code) => !['outcome_unknown', 'erp_number_taken'].includes(code));
  it.each(certain)('a submission parked as %s can be retried, settled, rejected and withdrawn', (code: ParkedCode) => {
    const parked = play(stages.exporting, given.parkedAs(code));
    const row = Object.fromEntries(commandNames.map((name) => [name, decideOutcome(parked, commands[name], third)]));
    expect(row).toEqual(table.parked);
  });

  it('the table names each command in each stage', () => {
    expect(Object.keys(table).sort()).toEqual([...everyStage].sort());
    for (const row of Object.values(table)) expect(Object.keys(row).sort()).toEqual([...commandNames].sort());
  });

  it.each(everyStage)('%s: what may be done now agrees with what is then refused', (stage) => {
    for (const name of commandNames) {
      const allowed = refusalFor(stages[stage], name, third) === undefined;
      expect(allowed).toBe(table[stage][name].includes('→'));
    }
  });
});

describe('four-eyes', () => {
  const resent = play(
    stages.rejected,
    { command: commands.resend, by: otherSender },
    { command: commands.accept, by: third },
  );
  const parkedAfterResend = play(resent, given.parkedAs('erp_number_taken'));
  const awaitingAfterResend = play(stages.rejected, { command: commands.resend, by: otherSender });

  it.each([
    ['who submitted does not accept', stages.awaiting_decision, commands.accept, sender],
    ['who submitted does not accept a revision that another resent', awaitingAfterResend, commands.accept, sender],
    ['who resent does not accept', awaitingAfterResend, commands.accept, otherSender],
    ['who submitted does not settle', parkedAfterResend, commands.settle, sender],
    ['who resent does not settle', parkedAfterResend, commands.settle, otherSender],
    [
      'who resent does not give another number',
      parkedAfterResend,
      { type: 'retryExport', job: { number: '24-018' } },
      otherSender,
    ],
  ] satisfies [string, Submission, Command, Actor][])('%s', (_rule, state, command, by) => {
    expect(decideOutcome(state, command, by)).toBe('same_person');
  });

  it.each([
    ['reject', stages.awaiting_decision, commands.reject, 'rejected → rejected'],
    ['retrieve', stages.awaiting_decision, commands.retrieve, 'retrieved → retrieved'],
    ['withdraw', stages.parked, commands.withdraw, 'withdrawn → withdrawn'],
    ['retry with the same number', stages.parked, commands.retryExport, 'retried → exporting'],
    [
      'retry naming the same number',
      stages.parked,
      { type: 'retryExport', job: { number: '24-017' } },
      'retried → exporting',
    ],
  ] satisfies [string, Submission, Command, string][])('a sender may %s', (_what, state, command, expected) => {
    expect(decideOutcome(state, command, sender)).toBe(expected);
  });

  it('a raw signal that claims the name of a sender is a sender, too', () => {
    const claimed: Actor = { id: sender.id, channel: 'signal' };
    expect(decideOutcome(stages.awaiting_decision, commands.accept, claimed)).toBe('same_person');
  });

  it('a display name that equals the name of a sender is not the sender', () => {
    const namesake: Actor = { id: 'somebody-else', name: 'Ada Admin', channel: 'api' };
    expect(decideOutcome(stages.awaiting_decision, commands.accept, namesake)).toBe('accepted → exporting');
  });

  it('who submitted stays a sender however many others resent', () => {
    let state: Submission = stages.rejected;
    for (let n = 0; n < 150; n += 1) {
      const by: Actor = { id: `sender-${n}`, channel: 'api' };
      state = play(state, { command: commands.resend, by }, { command: commands.reject });
    }
    state = play(state, { command: commands.resend, by: otherSender });
    expect(decideOutcome(state, commands.accept, sender)).toBe('same_person');
  });

  it('a policy without four-eyes lets the sender accept, renumber and settle', () => {
    const open = initialState(given.submitted({ policy: { ...given.policy, fourEyes: false } }));
    expect(decideOutcome(open, commands.accept, sender)).toBe('accepted → exporting');
    const parked = play(open, { command: commands.accept, by: sender }, given.parkedAs('erp_number_taken'));
    expect(decideOutcome(parked, { type: 'retryExport', job: { number: '24-018' } }, sender)).toBe(
      'retried → exporting',
    );
    expect(decideOutcome(parked, commands.settle, sender)).toBe('settled → exported');
  });

  it('a policy that comes with a resend holds from then on', () => {
    const fresh = { integration: given.integration, policy: { ...given.policy, fourEyes: false } };
    const state = play(stages.rejected, { command: { type: 'resend', fresh }, by: sender });
    expect(decideOutcome(state, commands.accept, sender)).toBe('accepted → exporting');
  });

  it('a refusal says who must not do it', () => {
    expect(refusalFor(stages.awaiting_decision, 'accept', sender)?.message).toContain('ada');
    expect(refusalFor(stages.awaiting_decision, 'reject', sender)).toBeUndefined();
  });
});

describe('revisions', () => {
  const second = play(stages.rejected, { command: commands.resend, by: sender });

  it.each(commandNames)('%s for an older or a newer revision is stale, whatever the status', (name) => {
    for (const revision of [1, 3]) {
      expect(decideOutcome(second, { ...commands[name], revision }, third)).toBe('stale_revision');
    }
    for (const stage of everyStage) {
      expect(decideOutcome(stages[stage], { ...commands[name], revision: 7 }, third)).toBe('stale_revision');
    }
  });

  it('a command for the current revision, or for none, is decided', () => {
    expect(decideOutcome(second, { ...commands.accept, revision: 2 }, third)).toBe('accepted → exporting');
    expect(decideOutcome(second, commands.accept, third)).toBe('accepted → exporting');
  });

  it('stale_revision names both revisions', () => {
    const outcome = decide(second, { ...commands.accept, revision: 1 }, third, given.at(9));
    expect(outcome).toMatchObject({ refusal: { message: expect.stringMatching(/revision 1,.*revision 2/) } });
  });

  it('a resend makes the next revision and a later run counts on', () => {
    expect(second.revision).toBe(2);
    const next = initialState(given.submitted({ previousRun: { runId: 'run-1', revision: 2, exported: given.inErp } }));
    expect([next.firstRevision, next.revision]).toEqual([3, 3]);
    expect(initialState(given.submitted()).revision).toBe(1);
  });
});

describe('an unknown outcome', () => {
  const unknown = stages['parked, outcome unknown'];

  it('lets nobody give another number before the ERP was asked', () => {
    expect(decideOutcome(unknown, { type: 'retryExport', job: { number: '24-018' } }, third)).toBe('outcome_unknown');
    expect(decideOutcome(unknown, { type: 'retryExport', job: { number: '24-017' } }, third)).toBe(
      'retried → exporting',
    );
  });

  it('goes with the retry, so that the export looks before it writes', () => {
    const retried = play(unknown, { command: commands.retryExport });
    expect(retried).toMatchObject({ status: 'exporting', sentAt: given.at(7) });
  });

  it('ends with the next certain answer', () => {
    const refused = play(unknown, { command: commands.retryExport }, given.parkedAs('erp_refused'));
    expect(refused).not.toHaveProperty('sentAt');
    expect(decideOutcome(refused, commands.reject, third)).toBe('rejected → rejected');
  });
});

describe('rules of the ERP', () => {
  const short = { ...given.integration, rules: { ...given.integration.rules, fields: { name: { maxLength: 5 } } } };

  it.each([
    ['no number', {}, 'project_breaks_rules'],
    ['a number that does not fit the mask', { number: '24017' }, 'project_breaks_rules'],
    ['an unknown field', { number: '24-017', fields: { colour: 'red' } }, 'project_breaks_rules'],
    ['a number that fits', { number: '24-017' }, 'accepted → exporting'],
  ])('accept with %s', (_case, job, expected) => {
    expect(decideOutcome(stages.awaiting_decision, { type: 'accept', job }, third)).toBe(expected);
  });

  it('accept checks the project as well, and names each finding', () => {
    const outcome = decide(initialState(given.submitted({ integration: short })), commands.accept, third, given.at(9));
    expect(outcome).toMatchObject({
      refusal: { code: 'project_breaks_rules', checks: [{ code: 'too_long', pointer: '/name' }] },
    });
  });

  it('resend checks the new document by the rules that come with it', () => {
    const { rejected } = stages;
    const fresh = { integration: short, policy: given.policy };
    expect(decideOutcome(rejected, { type: 'resend', fresh }, sender)).toBe('project_breaks_rules');
    const project = { ...given.project, name: 'Ok' };
    expect(decideOutcome(rejected, { type: 'resend', fresh, project }, sender)).toBe('resent → awaiting_decision');
  });

  it('resend without fresh rules is checked by the frozen ones', () => {
    const frozen = play(initialState(given.submitted({ integration: short })), { command: commands.reject });
    expect(decideOutcome(frozen, commands.resend, sender)).toBe('project_breaks_rules');
  });

  it('reject, retrieve and withdraw never ask for the rules', () => {
    const broken = initialState(given.submitted({ integration: short }));
    const names: readonly CommandName[] = ['reject', 'retrieve', 'withdraw'];
    for (const name of names) expect(decideOutcome(broken, commands[name], third)).toContain('→');
  });
});

describe('a cancel by ops', () => {
  const ops: Actor = { id: 'temporal', channel: 'cancel' };
  const cancelled = (stage: Stage): Submission => requestWithdraw(stages[stage], ops, given.at(9));
  const due: Readonly<Record<Stage, boolean>> = {
    awaiting_decision: true,
    rejected: true,
    retrieved: true,
    exporting: false,
    parked: true,
    'parked, outcome unknown': false,
    exported: false,
    withdrawn: false,
  };

  it.each(everyStage)('%s: is a withdraw where a withdraw is legal', (stage) => {
    const event = dueWithdraw(cancelled(stage), given.at(10));
    expect(event !== undefined).toBe(due[stage]);
    if (event) expect(event).toMatchObject({ type: 'withdrawn', by: ops });
    expect(dueWithdraw(stages[stage], given.at(10))).toBeUndefined();
  });

  it('is kept while the export runs and due when it parks for certain', () => {
    expect(dueWithdraw(play(cancelled('exporting'), given.parkedAs('erp_denied')), given.at(10))).toBeDefined();
    expect(dueWithdraw(play(cancelled('exporting'), given.parkedAs('outcome_unknown')), given.at(10))).toBeUndefined();
  });
});

describe('the timeline tells of each act', () => {
  const told = (state: Submission) => {
    const { revision: _revision, ...entry } = state.timeline.entries.at(-1) ?? { revision: 0 };
    return entry;
  };
  const { awaiting_decision: awaiting, rejected, parked, exporting, exported } = stages;
  const entry = { at: given.at(1), actor: third };

  it.each([
    [
      'accepted',
      { type: 'accept', job: { number: '24-017' }, note: 'Fine' },
      { text: 'Fine', jobNumber: '24-017' },
      awaiting,
    ],
    [
      'rejected',
      { type: 'reject', reason: 'Taken', category: 'number' },
      { text: 'Taken', category: 'number' },
      awaiting,
    ],
    ['resent', { type: 'resend', note: 'Corrected' }, { text: 'Corrected' }, rejected],
    ['retrieved', { type: 'retrieve' }, {}, awaiting],
    ['withdrawn', { type: 'withdraw', reason: 'No project' }, { text: 'No project' }, rejected],
    [
      'retried',
      { type: 'retryExport', job: { number: '24-018' } },
      { jobNumber: '24-018', changes: [{ pointer: '/job/number', before: '24-017', after: '24-018' }] },
      parked,
    ],
    ['settled', { type: 'settle', ids: { job: 'J-9' }, note: 'Booked' }, { text: 'Booked' }, parked],
  ] satisfies [string, Command, object, Submission][])('%s, with who, when and why', (type, command, more, state) => {
    expect(told(play(state, { command }))).toEqual({ ...entry, type, ...more });
  });

  it('parked with its code and message, exported by the export', () => {
    const parkedEntry = { type: 'parked', code: 'erp_refused', text: 'The ERP said no' };
    expect(told(parked)).toEqual({ ...parkedEntry, at: given.at(8), actor: given.exporter });
    expect(told(exported)).toEqual({ type: 'exported', at: given.at(8), actor: given.exporter });
  });

  it('ignored with the signal and the code, and nothing else changes', () => {
    const event = { type: 'ignored', at: given.at(9), by: third, signal: 'accept', code: 'not_parked' } as const;
    const after = evolve(exporting, event);
    expect(told(after)).toEqual({
      type: 'ignored',
      at: given.at(9),
      actor: third,
      signal: 'accept',
      code: 'not_parked',
    });
    expect({ ...after, timeline: exporting.timeline }).toEqual(exporting);
  });

  it('each under the revision it made or belongs to', () => {
    const resent = play(rejected, { command: commands.resend, by: sender });
    expect(resent.timeline.entries.map(({ revision }) => revision)).toEqual([1, 1, 2]);
  });
});

describe('what a decision leaves behind', () => {
  it('accept freezes the job, and the receipt ends the run', () => {
    const state = stages.exported;
    expect(state).toMatchObject({
      status: 'exported',
      job: { number: '24-017' },
      attempts: 1,
      decision: { decision: 'accept', revision: 1, by: third },
      receipt: { reference: 'acme~1042', ids: { job: 'J-9' }, exportedAt: given.at(8) },
    });
    expect(state).not.toHaveProperty('receipt.byHand');
  });

  it('settle keeps the same reference and says that a person booked it', () => {
    const settled = play(stages['parked, outcome unknown'], { command: commands.settle });
    expect(settled).toMatchObject({ receipt: { reference: 'acme~1042', ids: { job: 'J-9' }, byHand: true } });
  });

  it('reject keeps reason, category and fields, also after the resend', () => {
    const fields = [{ pointer: '/number', message: 'Already used' }];
    const command: Command = { type: 'reject', reason: 'Taken', category: 'number', fields };
    const resent = play(stages.awaiting_decision, { command }, { command: commands.resend, by: sender });
    const rejection = { reason: 'Taken', category: 'number', fields, by: third, at: given.at(1), revision: 1 };
    expect(resent).toMatchObject({ status: 'awaiting_decision', revision: 2, rejection });
  });

  it('a decision says which, of which revision, by whom and when', () => {
    const decision = { revision: 1, by: third, at: given.at(1) };
    expect(stages.exporting.decision).toEqual({ ...decision, decision: 'accept' });
    expect(stages.rejected.decision).toEqual({ ...decision, decision: 'reject' });
  });

  it.each(['reject', 'withdraw'] as const)('a %s from parked drops the job and the failed export', (name) => {
    const left = play(stages.parked, { command: commands[name] });
    for (const member of ['job', 'parked', 'attempts']) expect(left).not.toHaveProperty(member);
  });

  it('resend keeps the last document unless another comes', () => {
    const same = play(stages.rejected, { command: commands.resend, by: otherSender });
    expect([same.project, same.changes, same.senders]).toEqual([given.project, [], ['ada', 'olaf']]);
    const project = { ...given.project, name: 'Riverside Hospital' };
    const other = play(stages.rejected, { command: { type: 'resend', project }, by: sender });
    expect(other.changes).toEqual([{ pointer: '/name', before: 'Riverside Clinic', after: 'Riverside Hospital' }]);
  });

  it('waiting begins anew with each step', () => {
    expect(stages.rejected.waitingSince).toBe(given.at(1));
    expect(play(stages.rejected, { command: commands.resend, by: sender }).waitingSince).toBe(given.at(1));
    expect(stages.parked.waitingSince).toBe(given.at(8));
  });
});
