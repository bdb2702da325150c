import type { SubmissionItem } from '../../web/api/answers';
import { findNext } from '../../web/model/next';
import { appended, merged, nameHere, newOnes, toneHere, toRows, whyHere } from '../../web/model/rows';

const item = (projectId: string, change: Partial<SubmissionItem> = {}): SubmissionItem => ({
  companyId: 'acme',
  projectId,
  runId: `run-${projectId}`,
  revision: 1,
  status: 'awaiting_decision',
  why: 'new',
  name: `Tower ${projectId}`,
  number: `24-${projectId}`,
  currency: 'USD',
  integration: 'vista',
  submittedBy: { id: 'ada', channel: 'api' },
  sentBy: { id: 'ada', channel: 'api' },
  submittedAt: '2026-03-01T09:30:00.000Z',
  waitingSince: '2026-03-01T09:30:00.000Z',
  checks: { errors: 0, warnings: 0 },
  links: { self: '/' },
  ...change,
});
const ids = (rows: readonly { item: SubmissionItem }[]): string[] => rows.map((row) => row.item.projectId);

describe('the rows on the screen', () => {
  const rows = toRows([item('1'), item('2'), item('3')]);

  test('stay in their places when the list was read again, whatever is new or has another order', () => {
    const fresh = [item('9'), item('3'), item('2', { revision: 2 }), item('1')];
    const next = merged(rows, fresh, true);
    expect(ids(next)).toEqual(['1', '2', '3']);
    expect(next[1]?.item.revision).toBe(2);
    expect(newOnes(rows, fresh, true)).toBe(1);
  });

  test('say that they are gone, and come back', () => {
    const gone = merged(rows, [item('1'), item('3')], true);
    expect(gone.map(({ isGone }) => isGone)).toEqual([false, true, false]);
    expect(merged(gone, [item('2')], true)[1]?.isGone).toBe(false);
  });

  test('are called gone on a list of more pages than were read only if a row behind them is still there', () => {
    const gone = (fresh: readonly SubmissionItem[]) => merged(rows, fresh, false).map(({ isGone }) => isGone);
    expect(gone([item('9')])).toEqual([false, false, false]);
    expect(gone([item('9'), item('2')])).toEqual([true, false, false]);
  });

  test('what moves up from a later page is not new, and is not shown twice', () => {
    const fresh = [item('9'), item('1'), item('3'), item('4')];
    expect([newOnes(rows, fresh, false), newOnes(rows, fresh, true)]).toEqual([1, 2]);
    expect(ids(appended(rows, [item('3'), item('4')]))).toEqual(['1', '2', '3', '4']);
  });

  test('another run of the same project is a new row', () => {
    expect(newOnes(rows, [item('1', { runId: 'later' })], true)).toBe(1);
  });

  test('say why they are here, or how they stand', () => {
    const since = '2026-03-01T09:30:00.000Z';
    expect(whyHere(item('1'))).toBe('New');
    expect(whyHere(item('1', { why: 'resent', revision: 2 }))).toBe('Resent, revision 2');
    expect(whyHere(item('1', { status: 'parked', parked: { code: 'out_of_time', since } }))).toBe('Out of time');
    expect(whyHere(item('1', { status: 'exported' }))).toBe('Exported');
  });

  test('say first what keeps everybody from doing anything with them', () => {
    const paused = item('1', { paused: true, why: 'resent', revision: 2 });
    expect([whyHere(paused), toneHere(paused)]).toEqual(['Paused', 'attention']);
    const unreadable = item('1', { status: 'parked', unreadable: { code: 'task_failed' }, paused: true });
    expect([whyHere(unreadable), toneHere(unreadable)]).toEqual(['Cannot be loaded', 'wrong']);
    expect(toneHere(item('1'))).toBe('awaiting_decision');
  });

  test('have the id for a name where there is no name', () => {
    expect([nameHere(item('1')), nameHere(item('1', { name: '' }))]).toEqual(['Tower 1', '1']);
  });
});

describe('after a decision', () => {
  const rows = [item('1'), item('2'), item('3')].map((each) => ({ item: each, isGone: each.projectId === '2' }));

  test('the next below that still waits is opened, and at the end the first above', () => {
    expect(findNext({ filter: 'awaiting_decision', rows }, '1')).toBe('3');
    expect(findNext({ filter: 'awaiting_decision', rows }, '3')).toBe('1');
  });

  test('nothing is opened when nothing waits, or where nobody works through a list', () => {
    expect(findNext({ filter: 'awaiting_decision', rows: rows.slice(0, 2) }, '1')).toBeUndefined();
    expect(findNext({ filter: 'all', rows }, '1')).toBeUndefined();
  });
});
