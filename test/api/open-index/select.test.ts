/** Pages and counts of an index: each row once, whatever comes and goes between two pages. */
import type { Run } from '../../../api/gateway/memo';
import { countRows, type Place, selectPage, type Selection } from '../../../api/gateway/open-index/select';
import { emptyIndex, type OpenIndex, withAll } from '../../../api/gateway/open-index/state';
import { sorts } from '../../../workflows/contract/codes';
import { row, second } from '../../support/api/rows';
import { fc } from '../../support/fast-check';

const indexOf = (runs: readonly Run[]): OpenIndex => withAll(emptyIndex, { runs, readAt: 0 });
const ids = (runs: readonly Run[]): string[] => runs.map(({ projectId }) => projectId);

const many = indexOf([
  row('a', { startedAt: second(1), waitingSince: second(9) }),
  row('b', { startedAt: second(3), waitingSince: second(4), status: 'rejected' }),
  row('c', { startedAt: second(2), waitingSince: second(2) }),
  row('d', { startedAt: second(2), waitingSince: second(2) }),
]);

test('the newest are first, or those that wait longest, and equals are in the order of their ids', () => {
  expect(ids(selectPage(many, { sort: 'newest', limit: 10 }).runs)).toEqual(['b', 'c', 'd', 'a']);
  expect(ids(selectPage(many, { sort: 'waiting', limit: 10 }).runs)).toEqual(['c', 'd', 'b', 'a']);
});

test('only the projects and the status that are asked for are shown and counted', () => {
  const projects = ['a', 'b'];
  expect(ids(selectPage(many, { sort: 'newest', limit: 10, projects }).runs)).toEqual(['b', 'a']);
  const waiting = { sort: 'newest', limit: 10, status: 'awaiting_decision' } as const;
  expect(ids(selectPage(many, waiting).runs)).toEqual(['c', 'd', 'a']);
  expect(countRows(many)).toMatchObject({ awaiting_decision: 3, rejected: 1, parked: 0 });
  expect(countRows(many, projects)).toMatchObject({ awaiting_decision: 1, rejected: 1 });
  expect(countRows(many, [])).toMatchObject({ awaiting_decision: 0, rejected: 0 });
});

test('only those that wait for this reason, or since before this instant, are shown', () => {
  const index = indexOf([
    row('new', { waitingSince: second(1) }),
    row('resent', { revision: 2, waitingSince: second(2) }),
    row('update', { update: true, waitingSince: second(3) }),
    row('again', { revision: 2, firstRevision: 2, update: true, waitingSince: second(4) }),
  ]);
  const ask = (asked: Partial<Selection>) => ids(selectPage(index, { sort: 'waiting', limit: 10, ...asked }).runs);
  expect(ask({ why: 'new' })).toEqual(['new']);
  expect(ask({ why: 'resent' })).toEqual(['resent']);
  expect(ask({ why: 'update' })).toEqual(['update', 'again']);
  expect(ask({ waitingBefore: second(3) })).toEqual(['new', 'resent']);
  expect(ask({ waitingBefore: second(4), why: 'update' })).toEqual(['update']);
  expect(ask({ search: { text: 'RE', hasNames: false } })).toEqual(['resent']);
});

function readPages(pages: readonly OpenIndex[], selection: Omit<Selection, 'after'>): string[] {
  let after: Place | undefined;
  const read: string[] = [];
  for (const index of pages) {
    const { runs, next } = selectPage(index, { ...selection, after });
    read.push(...ids(runs));
    if (!next) return read;
    after = next;
  }
  throw new Error('there are more pages than were expected');
}

test('the last page says so, also when it is full', () => {
  expect(selectPage(many, { sort: 'newest', limit: 4 }).next).toBeUndefined();
  expect(selectPage(many, { sort: 'newest', limit: 3 }).next).toBeDefined();
  expect(selectPage(emptyIndex, { sort: 'newest', limit: 3 })).toEqual({ runs: [] });
});

test.each(sorts)('%s: rows that stay are read once each, while others come and go between the pages', (sort) => {
  const rows = fc.uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 99 }), at: fc.integer({ min: 0, max: 9 }) }), {
    selector: ({ id }) => id,
    maxLength: 20,
  });
  const toRow = ({ id, at }: { id: number; at: number }) => row(String(id), { startedAt: second(at) });
  fc.assert(
    fc.property(rows, fc.array(rows, { maxLength: 4 }), fc.integer({ min: 1, max: 5 }), (staying, others, limit) => {
      const stays = new Set(staying.map(({ id }) => id));
      const pages = Array.from({ length: 60 }, (_, page) => {
        const passing = others[page % (others.length + 1)] ?? [];
        return indexOf([...staying, ...passing.filter(({ id }) => !stays.has(id))].map(toRow));
      });
      const read = readPages(pages, { sort, limit }).filter((id) => stays.has(Number(id)));
      expect([...read].sort()).toEqual([...stays].map(String).sort());
    }),
  );
});
