/** What the index believes: a late row changes nothing, and what closed never comes back. */
import {
  countClosedSince,
  emptyIndex,
  type OpenIndex,
  visibilityLagMs,
  withAll,
  withChanges,
  withRun,
  withStanding,
} from '../../../api/gateway/open-index/state';
import type { Run } from '../../../api/gateway/memo';
import type { Standing } from '../../../workflows/contract/standing';
import { third } from '../../support/domain/fixtures';
import { closedRow, row, second } from '../../support/api/rows';

const all = (runs: readonly Run[], readAt = 1_000): OpenIndex => withAll(emptyIndex, { runs, readAt });
const list = ({ rows }: OpenIndex) => [...rows.values()].map(({ run }) => `${run.projectId} ${run.status}`).sort();
const find = ({ rows }: OpenIndex, projectId: string): Run | undefined => rows.get(projectId)?.run;

const standing = (projectId: string, changes: Partial<Standing> = {}): Standing => ({
  companyId: 'acme',
  projectId,
  runId: `${projectId}/1`,
  revision: 1,
  status: 'rejected',
  waitingSince: second(5),
  entry: { at: second(5), type: 'rejected', revision: 1, actor: third },
  ...changes,
});

function requireKnown(index: OpenIndex | undefined): OpenIndex {
  if (!index) throw new Error('the index did not know the row');
  return index;
}

describe('a row of visibility', () => {
  test('is taken when it is newer, and passed over when it is older, in whichever order they come', () => {
    const rejected = row('7', { status: 'rejected', waitingSince: second(9) });
    const inOrder = withChanges(all([row('7')]), { runs: [rejected], readAt: 2_000 });
    const outOfOrder = withChanges(all([rejected]), { runs: [row('7')], readAt: 2_000 });
    expect([list(inOrder), list(outOfOrder)]).toEqual([['7 rejected'], ['7 rejected']]);
  });

  test('in the same status counts when it was asked for later: only what a status does not show has changed', () => {
    const checked = row('7', { checks: { errors: 2, warnings: 0 } });
    const known = withChanges(all([row('7')]), { runs: [checked], readAt: 3_000 });
    expect(find(known, '7')?.checks.errors).toBe(2);
    const late = withAll(known, { runs: [row('7')], readAt: 2_000 });
    expect(find(late, '7')?.checks.errors).toBe(2);
    expect(find(withAll(known, { runs: [row('7')], readAt: 4_000 }), '7')?.checks.errors).toBe(0);
  });

  test('that is as it was leaves the index the object that it was', () => {
    const known = all([row('7'), row('8')]);
    expect(withChanges(known, { runs: [row('7')], readAt: 2_000 })).toBe(known);
  });

  test.each(['exported', 'withdrawn', 'terminated'] as const)('that is %s leaves the index for good', (status) => {
    const closed = withChanges(all([row('7'), row('8')]), { runs: [closedRow('7', status)], readAt: 2_000 });
    expect(list(closed)).toEqual(['8 awaiting_decision']);
    expect(list(withAll(closed, { runs: [row('7'), row('8')], readAt: 3_000 }))).toEqual(['8 awaiting_decision']);
  });

  test('of a run that has reached its end and is not closed yet is not open either', () => {
    const closing = row('7', { status: 'exported', waitingSince: second(9) });
    expect(list(withChanges(all([row('7')]), { runs: [closing], readAt: 2_000 }))).toEqual([]);
  });

  test('of the next run takes the place of the one before, and a late row of that does not come back', () => {
    const next = row('7', { executionId: '7/2', startedAt: second(60), revision: 2 });
    const known = withChanges(all([row('7')]), { runs: [next, closedRow('7', 'withdrawn')], readAt: 2_000 });
    expect(find(known, '7')).toMatchObject({ executionId: '7/2', revision: 2 });
    expect(find(withAll(known, { runs: [row('7', { waitingSince: second(99) })], readAt: 3_000 }), '7')).toMatchObject({
      executionId: '7/2',
    });
  });

  test('of a closed run removes an older one that was taken for open', () => {
    const later = closedRow('7', 'terminated', { executionId: '7/2', startedAt: second(60) });
    expect(list(withChanges(all([row('7')]), { runs: [later], readAt: 2_000 }))).toEqual([]);
  });

  test('of the execution that goes on in the same status takes the place of the one before', () => {
    const next = row('7', { executionId: '7/2', runId: '7/1', isContinued: true, startedAt: second(60) });
    const known = withChanges(all([row('7', { waitingSince: second(3) })]), {
      runs: [{ ...next, waitingSince: second(3) }],
      readAt: 2_000,
    });
    expect(find(known, '7')?.executionId).toBe('7/2');
  });
});

describe('a mark', () => {
  test.each([{ isPaused: true }, { unreadable: 'task_failed' as const }])('%j comes and goes', (mark) => {
    const marked = withChanges(all([row('7'), row('8')]), { runs: [row('7', mark)], readAt: 2_000 });
    expect(find(marked, '7')).toMatchObject(mark);
    const still = withChanges(marked, { runs: [row('7', mark)], readAt: 3_000 });
    expect(find(still, '7')).toMatchObject(mark);
    const without = withChanges(still, { runs: [], readAt: 4_000 });
    expect(find(without, '7')).toEqual(row('7'));
  });

  test('stays while there are too many marked rows to read, and when the answer is older than the mark', () => {
    const marked = withChanges(all([row('7')]), { runs: [row('7', { isPaused: true })], readAt: 3_000 });
    expect(find(withChanges(marked, { runs: [], readAt: 4_000 }, false), '7')?.isPaused).toBe(true);
    expect(find(withChanges(marked, { runs: [], readAt: 2_000 }), '7')?.isPaused).toBe(true);
  });

  test('does not bring back a row that closed meanwhile', () => {
    const marked = withChanges(all([row('7')]), { runs: [row('7', { isPaused: true })], readAt: 2_000 });
    const later = closedRow('7', 'terminated', { executionId: '7/2', startedAt: second(60) });
    expect(list(withChanges(marked, { runs: [later], readAt: 3_000 }))).toEqual([]);
  });
});

describe('a full reading', () => {
  test('drops a row that it does not have, but none that is newer than visibility may know', () => {
    const known = withRun(all([row('7'), row('8')]), row('9'), 50_000);
    expect(list(withAll(known, { runs: [row('8')], readAt: 50_000 + visibilityLagMs }))).toEqual([
      '8 awaiting_decision',
      '9 awaiting_decision',
    ]);
    expect(list(withAll(known, { runs: [row('8')], readAt: 50_001 + visibilityLagMs }))).toEqual([
      '8 awaiting_decision',
    ]);
  });
});

describe('an own write', () => {
  test('shows at once, and stays until visibility has caught up', () => {
    const written = requireKnown(withStanding(all([row('7')]), standing('7'), 2_000));
    expect(find(written, '7')).toMatchObject({ status: 'rejected', waitingSince: second(5), name: 'Project 7' });
    const lagging = withChanges(written, { runs: [row('7')], readAt: 3_000 });
    expect(find(lagging, '7')?.status).toBe('rejected');
    const caughtUp = row('7', { status: 'rejected', waitingSince: second(5), checks: { errors: 1, warnings: 0 } });
    expect(find(withChanges(lagging, { runs: [caughtUp], readAt: 4_000 }), '7')).toEqual(caughtUp);
  });

  test('says when and why it is parked, and no more when it is retried', () => {
    const parked = { code: 'out_of_time' as const, since: second(4) };
    const one = withStanding(
      all([row('7', { status: 'exporting' })]),
      standing('7', { status: 'parked', parked }),
      2_000,
    );
    expect(find(requireKnown(one), '7')).toMatchObject({ status: 'parked', parked });
    const retried = standing('7', { status: 'exporting', waitingSince: second(6) });
    expect(find(requireKnown(withStanding(requireKnown(one), retried, 3_000)), '7')).not.toHaveProperty('parked');
  });

  test('that was overtaken changes nothing', () => {
    const known = all([row('7', { status: 'exporting', waitingSince: second(9) })]);
    expect(withStanding(known, standing('7'), 2_000)).toBe(known);
  });

  test('does not say enough of a row that is not known, of another run, or of a new revision', () => {
    const known = all([row('7')]);
    expect(withStanding(known, standing('8'), 2_000)).toBeUndefined();
    expect(withStanding(known, standing('7', { runId: '7/2' }), 2_000)).toBeUndefined();
    expect(withStanding(known, standing('7', { revision: 2 }), 2_000)).toBeUndefined();
  });

  test('that closes a run counts from then on, once, until a count can have it', () => {
    const withdrawn = standing('7', { status: 'withdrawn' });
    const closed = requireKnown(withStanding(all([row('7'), row('8')]), withdrawn, 2_000));
    expect(list(closed)).toEqual(['8 awaiting_decision']);
    expect(list(withChanges(closed, { runs: [row('7')], readAt: 3_000 }))).toEqual(['8 awaiting_decision']);
    expect(countClosedSince(closed, 'withdrawn', 2_500)).toBe(1);
    const shown = withChanges(closed, { runs: [closedRow('7', 'withdrawn')], readAt: 3_000 });
    expect(countClosedSince(shown, 'withdrawn', 2_500)).toBe(1);
    expect(countClosedSince(shown, 'withdrawn', 3_500)).toBe(0);
    expect(countClosedSince(shown, 'exported', 2_500)).toBe(0);
  });
});

test('a closed run is forgotten when no late row can show it any more', () => {
  const closed = withChanges(all([row('7')]), { runs: [closedRow('7', 'exported')], readAt: 2_000 });
  expect(closed.closed.size).toBe(1);
  expect(withChanges(closed, { runs: [], readAt: 302_001 }).closed.size).toBe(0);
});
