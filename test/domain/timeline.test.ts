import { fc } from '../support/fast-check';
import { limits } from '../../workflows/contract/limits';
import type { TimelineEntry } from '../../workflows/contract/view';
import { addEntry, emptyTimeline, type Timeline } from '../../workflows/domain/timeline';
import { at, third } from '../support/domain/fixtures';

const entry = (n: number, changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: at(n),
  type: 'rejected',
  revision: 1,
  actor: third,
  ...changes,
});
const ignored = (n: number, changes: Partial<TimelineEntry> = {}): TimelineEntry =>
  entry(n, { type: 'ignored', signal: 'accept', code: 'malformed', ...changes });
const tell = (...entries: readonly TimelineEntry[]): Timeline => entries.reduce(addEntry, emptyTimeline);
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const countBytes = (timeline: Timeline): number => Buffer.byteLength(JSON.stringify(timeline.entries));

describe('ignored signals', () => {
  it('that are equal neighbours are counted, at the time of the last', () => {
    const { entries, omitted } = tell(ignored(1), ignored(2), ignored(3));
    expect(entries).toEqual([ignored(3, { times: 3 })]);
    expect(omitted).toBe(0);
  });

  it.each([
    ['another signal', { signal: 'reject' }],
    ['another code', { code: 'stale_revision' }],
    ['another revision', { revision: 2 }],
    ['another person', { actor: { id: 'uma', channel: 'signal' } }],
  ] satisfies [string, Partial<TimelineEntry>][])('are not equal: %s', (_what, changes) => {
    expect(tell(ignored(1), ignored(2, changes), ignored(3)).entries).toHaveLength(3);
  });

  it('are not equal neighbours when something happened between them', () => {
    expect(tell(ignored(1), entry(2), ignored(3)).entries.map(({ times }) => times)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are kept up to the newest 100, and never push out what was done', () => {
    const noise = range(250).map((n) => ignored(n + 1, { code: String(n) }));
    const { entries, omitted } = tell(entry(0), ...noise, entry(300));
    expect(entries).toHaveLength(102);
    expect(omitted).toBe(150);
    expect(entries[0]).toEqual(entry(0));
    expect(entries.slice(1, -1).map(({ code }) => code)).toEqual(range(250).slice(150).map(String));
  });
});

describe('a long timeline', () => {
  it('keeps the newest 1,000 entries and counts the others', () => {
    const { entries, omitted } = tell(...range(1_050).map((n) => entry(n)));
    expect([entries.length, omitted]).toEqual([1_000, 50]);
    expect(entries[0]).toEqual(entry(50));
    expect(entries.at(-1)).toEqual(entry(1_049));
  });

  it('keeps new texts in full and cuts old ones, marked', () => {
    const { entries } = tell(...range(200).map((n) => entry(n, { text: `${n} ${'t'.repeat(1_500)}` })));
    expect(entries).toHaveLength(200);
    expect(entries.at(-1)?.text).toHaveLength(1_504);
    expect(entries[0]?.text).toBe(`0 ${'t'.repeat(77)}…`);
    const isCut = entries.map(({ text }) => text?.endsWith('…') === true);
    expect(isCut.lastIndexOf(true)).toBeLessThan(isCut.indexOf(false));
  });

  it('keeps new changes of a job in full and counts those of old ones', () => {
    const changes = [{ pointer: '/job/number', before: 'x'.repeat(500), after: 'y'.repeat(500) }];
    const { entries } = tell(...range(200).map((n) => entry(n, { type: 'retried', changes })));
    expect(entries.at(-1)?.changes).toEqual(changes);
    expect(entries[0]?.changes).toEqual([{ omitted: 1 }]);
  });

  it('stays within its bytes whatever it holds, and still counts what it dropped', () => {
    const wide = entry(0, {
      actor: { id: '漢'.repeat(200), name: '漢'.repeat(200), channel: 'api' },
      text: '漢'.repeat(2_000),
      category: '漢'.repeat(200),
      jobNumber: '漢'.repeat(200),
    });
    const timeline = tell(...range(300).map((n) => ({ ...wide, at: at(n) })));
    expect(countBytes(timeline)).toBeLessThan(limits.timelineBytes + 1_000);
    expect(timeline.entries.length + timeline.omitted).toBe(300);
    expect(timeline.entries.length).toBeGreaterThan(30);
    expect(timeline.entries.at(-1)).toEqual({ ...wide, at: at(299) });
  });
});

it('whatever is told, order, count and size hold', () => {
  const texts = fc.constantFrom(undefined, 'short', 'x'.repeat(2_000), '漢'.repeat(2_000));
  const some = fc.record({ isIgnored: fc.boolean(), text: texts, code: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 120, size: 'max' }), (list) => {
      const told = list.map(({ isIgnored, text, code }, n) =>
        isIgnored ? ignored(n, { code }) : entry(n, text === undefined ? {} : { text }),
      );
      const { entries, omitted } = tell(...told);
      const merged = entries.reduce((sum, { times = 1 }) => sum + times, 0);
      const times = entries.map((one) => one.at);
      expect(times).toEqual([...times].sort());
      if (omitted === 0) expect(merged).toBe(list.length);
      expect(merged + omitted).toBeLessThanOrEqual(list.length);
      expect(entries.at(-1)?.at).toEqual(told.at(-1)?.at);
      expect(Buffer.byteLength(JSON.stringify(entries))).toBeLessThan(limits.timelineBytes + 1_000);
    }),
    { numRuns: 100 },
  );
});
