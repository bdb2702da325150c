import { commandNames, commandTable } from '../../workflows/contract/command-table';
import { limits } from '../../workflows/contract/limits';
import { Standing } from '../../workflows/contract/standing';
import { toStanding } from '../../workflows/domain/standing';
import type { Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import { at, commands, play, sender, stages, third } from '../support/domain/fixtures';

const standing = (state: Submission, applied: Parameters<typeof toStanding>[1]) =>
  toStanding(toView(state, 'run-1'), applied);

describe('the standing', () => {
  test('fits its schema after every command, and holds no document', () => {
    const legal = commandNames.flatMap((name) =>
      Object.values(stages).flatMap((state) => {
        if (!(commandTable[name].legalFrom as readonly string[]).includes(state.status)) return [];
        return [{ name, state }];
      }),
    );
    for (const { name, state } of legal) {
      const answer = standing(state, { command: name, at: at(1), by: third });
      expect(Standing.parse(answer)).toEqual(answer);
      expect(JSON.stringify(answer)).not.toContain(state.project.name);
    }
    expect(legal.length).toBeGreaterThan(commandNames.length);
  });

  test('tells why it is parked, and what the ERP has', () => {
    const applied = { command: 'accept', at: at(1), by: third } as const;
    expect(standing(stages.parked, applied)).toMatchObject({
      status: 'parked',
      job: { number: '24-017' },
      parked: { code: 'erp_refused', since: at(8) },
    });
    expect(standing(stages.exported, applied).receipt).toEqual({
      reference: stages.exported.companyId + '~1042',
      ids: expect.any(Object),
    });
  });

  test("names the command's own entry, also when others followed", () => {
    const rejected = stages.rejected;
    const resent = play(rejected, { command: commands.resend, by: sender });
    const { at: rejectedAt } = toView(rejected, 'run-1').rejection ?? { at: '' };
    const answer = standing(resent, { command: 'reject', at: rejectedAt, by: third });
    expect(answer).toMatchObject({
      status: 'awaiting_decision',
      revision: 2,
      entry: { type: 'rejected', revision: 1 },
    });
  });

  test('tells entries of one moment apart by what was done, and those of one kind by who and when', () => {
    const [first] = toView(stages.awaiting_decision, 'run-1').timeline;
    const entry = { type: 'rejected', revision: 1 } as const;
    const timeline = [
      { ...entry, at: at(1), actor: third, text: 'mine' },
      { ...entry, at: at(2), actor: third, text: 'later' },
      { ...entry, at: at(1), actor: sender, text: "another's" },
      { ...entry, type: 'retrieved' as const, at: at(1), actor: third, text: 'another kind' },
    ];
    const view = { ...toView(stages.awaiting_decision, 'run-1'), timeline: [...(first ? [first] : []), ...timeline] };
    const { entry: found } = toStanding(view, { command: 'reject', at: at(1), by: third });
    expect(found.text).toBe('mine');
  });

  test('cuts long texts of the entry', () => {
    const reason = 'x'.repeat(limits.textChars);
    const state = play(stages.awaiting_decision, { command: { ...commands.reject, reason }, by: third });
    const { at: rejectedAt } = toView(state, 'run-1').rejection ?? { at: '' };
    const { text = '' } = standing(state, { command: 'reject', at: rejectedAt, by: third }).entry;
    expect(text.length).toBe(limits.standingTextChars);
    expect(text).toMatch(/^x+…$/);
  });

  test('of a command whose entry the timeline has dropped says who, what and when', () => {
    const answer = standing(stages.rejected, {
      command: 'resend',
      at: at(-9),
      by: { ...third, roles: [] } as never,
    });
    expect(answer.entry).toEqual({ at: at(-9), type: 'resent', revision: 1, actor: third });
  });
});
