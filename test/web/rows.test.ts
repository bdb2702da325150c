import type { SubmissionItem } from '../../web/api/answers';
import { findNext } from '../../web/model/next';
import {
  appended,
  type Fresh,
  merged,
  nameHere,
  newOnes,
  type Row,
  toneHere,
  toRows,
  valueHere,
  whyHere,
} from '../../web/model/rows';

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
const whole = (items: readonly SubmissionItem[]): Fresh => ({ items, isWhole: true, order: 'newest' });
const ids = (rows: readonly { item: SubmissionItem }[]): string[] => rows.map((row) => row.item.projectId);

describe('the rows on the screen', () => {
  const rows = toRows([item('1'), item('2'), item('3')]);

  test('stay in their places when the list was read again, whatever is new or has another order', () => {
    const fresh = [item('9'), item('3'), item('2', { revision: 2 }), item('1')];
    const next = merged(rows, whole(fresh));
    expect(ids(next)).toEqual(['1', '2', '3']);
    expect(next[1]?.item.revision).toBe(2);
    expect(newOnes(rows, fresh, true)).toBe(1);
  });

  test('say that they are gone, and come back', () => {
    const gone = merged(rows, whole([item('1'), item('3')]));
    expect(gone.map(({ isGone }) => isGone)).toEqual([false, true, false]);
    expect(merged(gone, whole([item('2')]))[1]?.isGone).toBe(false);
  });

  test('are called gone on a list of more pages than were read only if a row behind them is still there', () => {
    const gone = (fresh: readonly SubmissionItem[]) =>
      merged(rows, { items: fresh, isWhole: false, order: 'newest' }).map(({ isGone }) => isGone);
    expect(gone([item('9')])).toEqual([false, false, false]);
    expect(gone([item('9'), item('2')])).toEqual([true, false, false]);
  });

  test('behind all that was read again may have changed, until they are read', () => {
    const unread = (all: readonly Row[]) => all.map(({ isUnread }) => isUnread);
    const part = merged(rows, { items: [item('1')], isWhole: false, order: 'waiting' });
    expect(unread(part)).toEqual([false, true, true]);
    expect(unread(appended(part, [item('2')]))).toEqual([false, false, true]);
    expect(unread(merged(part, whole([item('1'), item('3')])))).toEqual([false, false, false]);
  });

  test('what moves up from a later page is not new, and is not shown twice', () => {
    const fresh = [item('9'), item('1'), item('3'), item('4')];
    expect([newOnes(rows, fresh, false), newOnes(rows, fresh, true)]).toEqual([1, 2]);
    expect(ids(appended(rows, [item('3'), item('4')]))).toEqual(['1', '2', '3', '4']);
  });

  describe('with the longest waiting first', () => {
    const since = (minute: number) => ({ waitingSince: `2026-03-01T09:${minute}:00.000Z` });
    const waiting = toRows([item('1', since(10)), item('2', since(20)), item('3', since(30))]);
    const part = (...items: readonly SubmissionItem[]): Fresh => ({ items, isWhole: false, order: 'waiting' });
    const gone = (rows: readonly Row[]) => rows.map(({ isGone }) => isGone);

    test('are gone once their place was read without them, and unknown behind it', () => {
      const read = part(item('1', since(10)), item('5', since(25)));
      expect(gone(merged(waiting, read))).toEqual([false, true, false]);
      expect(gone(merged(waiting, part()))).toEqual([false, false, false]);
    });

    test('with the same instant are ordered by their ids', () => {
      const read = part(item('1', since(10)), item('25', since(30)));
      expect(gone(merged(waiting, read))).toEqual([false, true, false]);
      expect(gone(merged(waiting, part(item('31', since(30)))))).toEqual([true, true, true]);
    });

    test('that wait anew stay in their places, and are there again when the end of the list is loaded', () => {
      const later = item('1', { revision: 2, ...since(40) });
      const left = merged(waiting, part(item('2', since(20)), item('3', since(30))));
      expect(gone(left)).toEqual([true, false, false]);
      const loaded = appended(left, [later, item('4', since(50))]);
      expect(ids(loaded)).toEqual(['1', '2', '3', '4']);
      expect(gone(loaded)).toEqual([false, false, false, false]);
      // Read again without the end of the list: it stands behind what was read.
      expect(gone(merged(loaded, part(item('2', since(20)), item('3', since(30)))))).toEqual([
        false,
        false,
        false,
        false,
      ]);
    });

    test('are new at the end of the list, where all of it is on the screen', () => {
      const fresh = [...waiting.map((row) => row.item), item('9', since(50))];
      expect([newOnes(waiting, fresh, true), newOnes(waiting, fresh, false)]).toEqual([1, 0]);
      expect(ids(merged(waiting, part(...fresh)))).toEqual(['1', '2', '3']);
    });
  });

  test('another run of the same project is a new row', () => {
    expect(newOnes(rows, [item('1', { runId: 'later' })], true)).toBe(1);
  });

  test('say why they are here, or how they stand', () => {
    const since = '2026-03-01T09:30:00.000Z';
    expect(whyHere(item('1'))).toBe('New');
    expect(whyHere(item('1', { why: 'resent', revision: 2 }))).toBe('Resent r2');
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

  test('have the value of the project with its currency, where it has one', () => {
    expect(valueHere(item('1', { totalValue: '-4250000.00' }))).toBe('-4,250,000.00 USD');
    expect(valueHere(item('1'))).toBeUndefined();
  });

  test('have the id for a name where there is no name', () => {
    expect([nameHere(item('1')), nameHere(item('1', { name: '' }))]).toEqual(['Tower 1', '1']);
  });
});

describe('after a decision', () => {
  const rows = [item('1'), item('2'), item('3')].map((each) => ({
    item: each,
    isGone: each.projectId === '2',
    isUnread: false,
  }));

  test('the next below that still waits is opened, and at the end the first above', () => {
    expect(findNext({ filter: 'awaiting_decision', rows }, '1')).toBe('3');
    expect(findNext({ filter: 'awaiting_decision', rows }, '3')).toBe('1');
  });

  test('nothing is opened when nothing waits, or where nobody works through a list', () => {
    expect(findNext({ filter: 'awaiting_decision', rows: rows.slice(0, 2) }, '1')).toBeUndefined();
    expect(findNext({ filter: 'all', rows }, '1')).toBeUndefined();
  });
});
