/** After the ledger: a project that is in the ERP and is submitted again. */
import { limits } from '../../workflows/contract/limits';
import type { Project } from '../../workflows/contract/project';
import { followRun, toPreviousRun } from '../../workflows/domain/previous-run';
import type { Command } from '../../workflows/domain/command';
import { decide } from '../../workflows/domain/decide';
import type { SubmissionState } from '../../workflows/contract/view';
import { initialState, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import { toMemo } from '../../workflows/search-attributes';
import * as given from '../support/domain/fixtures';

const { afterExport, commands, inErp, project, stages, third } = given;

const grown: Project = { ...project, name: 'Riverside Clinic, Phase 2' };
const update = initialState(given.submitted({ previousRun: afterExport, project: grown }));
const view = (state: Submission) => toView(state, 'run-2');
const exportedBy = (state: SubmissionState) => followRun({ runId: 'run-2', revision: 2 }, state, grown).exported;
const findRefusal = (state: Submission, command: Command, by = third) => {
  const outcome = decide(state, command, given.withRoles(by), given.at(9));
  return 'refusal' in outcome ? outcome.refusal : undefined;
};
const played = (...steps: Parameters<typeof given.play> extends [Submission, ...infer S] ? S : never) =>
  given.play(update, ...steps);

describe('a run after an export', () => {
  test('is an update, counts its revisions on, and is listed as one', () => {
    expect(view(update)).toMatchObject({ mode: 'update', revision: 2, firstRevision: 2, previousRun: afterExport });
    expect(toMemo(update).update).toBe(true);
    expect(view(stages.awaiting_decision).mode).toBe('create');
    expect(toMemo(stages.awaiting_decision).update).toBe(false);
  });

  test('shows the difference to what is in the ERP, in every revision', () => {
    const change = { pointer: '/name', before: project.name, after: grown.name };
    expect(view(update).exportedChanges).toEqual([change]);
    expect(view(update).changes).toEqual([]);
    const resent = played(
      { command: commands.reject },
      { command: { type: 'resend', project: { ...grown, number: 'P-9' } }, by: given.sender },
    );
    expect(view(resent).exportedChanges).toEqual([change, { pointer: '/number', before: 'P-1042', after: 'P-9' }]);
    expect(view(stages.awaiting_decision)).not.toHaveProperty('exportedChanges');
  });

  test('says nothing of differences to a document that was too big to be carried', () => {
    const { project: _project, ...withoutProject } = inErp;
    const state = initialState(given.submitted({ previousRun: { ...afterExport, exported: withoutProject } }));
    expect(view(state)).toMatchObject({ mode: 'update' });
    expect(view(state)).not.toHaveProperty('exportedChanges');
  });

  test('keeps the job of the export where the accept names none', () => {
    expect(view(played({ command: { type: 'accept', job: {} } })).job).toEqual({ number: '24-017' });
  });

  test('takes no other job number: the record in the ERP has one', () => {
    expect(findRefusal(update, { type: 'accept', job: { number: '24-018' } })).toMatchObject({
      code: 'project_breaks_rules',
      checks: [{ code: 'must_be_exported_number', pointer: '/job/number', message: expect.stringContaining('24-017') }],
    });
    expect(findRefusal(update, { type: 'accept', job: { number: '24-017' } })).toBeUndefined();
    const parked = played({ command: commands.accept }, given.parkedAs('erp_refused'));
    expect(findRefusal(parked, { type: 'retryExport', job: { number: '24-018' } })?.code).toBe('project_breaks_rules');
  });
});

describe('what a closed run hands on', () => {
  test('is its own export', () => {
    expect(exportedBy(view(stages.exported))).toEqual({
      revision: 1,
      at: given.at(8),
      project,
      job: { number: '24-017' },
      receipt: { reference: 'acme~1042', ids: { job: 'J-9' }, exportedAt: given.at(8) },
    });
  });

  test('is the export before it where it was withdrawn', () => {
    expect(exportedBy(view(played({ command: commands.withdraw, by: given.sender })))).toEqual(inErp);
  });

  test('is nothing where nothing was ever exported', () => {
    expect(exportedBy(view(stages.withdrawn))).toBeUndefined();
  });

  test('leaves out a document that is too big to be carried from run to run', () => {
    const description = 'x'.repeat(limits.exportedDocumentBytes);
    const big = exportedBy({ ...view(stages.exported), project: { ...project, description } });
    expect(big).toMatchObject({ job: { number: '24-017' } });
    expect(big).not.toHaveProperty('project');
  });

  test('is read again by the next run as it was', () => {
    expect(toPreviousRun(afterExport)).toEqual({ previousRun: afterExport });
    expect(toPreviousRun({ runId: 'r', revision: 3 })).toEqual({ previousRun: { runId: 'r', revision: 3 } });
  });

  test.each([
    ['revision', { revision: 0 }],
    ['instant', { at: 'yesterday' }],
    ['number', { job: { number: 7 } }],
    ['project', { project: { name: 'x' } }],
    ['ids', { receipt: { ...inErp.receipt, ids: {} } }],
    ['exportedAt', { receipt: { ...inErp.receipt, exportedAt: 1 } }],
  ])('is malformed with a wrong %s', (what, change) => {
    expect(() => toPreviousRun({ ...afterExport, exported: { ...inErp, ...change } })).toThrow(new RegExp(what));
  });
});

describe('a record that was changed or deleted in the ERP', () => {
  const changes = [{ pointer: '/name', before: 'Riverside Klinik', after: grown.name }];
  const parkedAs = (code: 'changed_in_erp' | 'deleted_in_erp') =>
    played({ command: commands.accept }, given.parkedAs(code, { changes, differencesHash: 'hash-1' }));
  const changed = parkedAs('changed_in_erp');
  const deleted = parkedAs('deleted_in_erp');

  test('is parked with both values of each field', () => {
    expect(view(changed).export?.parked).toMatchObject({ code: 'changed_in_erp', changes, differencesHash: 'hash-1' });
  });

  test('is written over when an approver confirms what was seen', () => {
    const next = given.play(changed, {
      command: { type: 'retryExport', confirm: 'overwrite', differencesHash: 'hash-1' },
    });
    expect(next).toMatchObject({ status: 'exporting', retry: { confirm: 'overwrite', differencesHash: 'hash-1' } });
    const again = given.play(deleted, {
      command: { type: 'retryExport', confirm: 'recreate', differencesHash: 'hash-1' },
    });
    expect(again).toMatchObject({ status: 'exporting', retry: { confirm: 'recreate', differencesHash: 'hash-1' } });
  });

  test('is looked at again by a retry that confirms nothing', () => {
    expect(given.play(changed, { command: { type: 'retryExport' } })).toMatchObject({ status: 'exporting', retry: {} });
  });

  test.each([
    ['other differences than those that are there now', changed, 'overwrite', 'hash-0', 'stale_differences'],
    ['to recreate what was changed', changed, 'recreate', 'hash-1', 'nothing_to_confirm'],
    ['to overwrite what is gone', deleted, 'overwrite', 'hash-1', 'nothing_to_confirm'],
    ['what is parked for another reason', stages.parked, 'overwrite', 'hash-1', 'nothing_to_confirm'],
  ] as const)('cannot be confirmed: %s', (_what, state, confirm, differencesHash, code) => {
    expect(findRefusal(state, { type: 'retryExport', confirm, differencesHash })?.code).toBe(code);
  });

  test('cannot be confirmed by who sent the project', () => {
    const command = { type: 'retryExport', confirm: 'overwrite', differencesHash: 'hash-1' } as const;
    expect(findRefusal(changed, command, given.sender)?.code).toBe('same_person');
  });

  test('can be left by reject, withdraw and settle, too', () => {
    for (const name of ['reject', 'withdraw', 'settle'] as const) {
      expect(findRefusal(changed, commands[name])).toBeUndefined();
    }
  });
});
