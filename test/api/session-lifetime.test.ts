/** How long a session lasts: every way to its end, to the second, without a clock. */
import { fc } from '../support/fast-check';
import {
  beginLifetime,
  bridge,
  confirm,
  countsUntil,
  endsWithIdToken,
  endWith,
  isDue,
  lastsUntil,
  type Lifetime,
  renewInSeconds,
  judgeLifetime,
  use,
} from '../../api/session/lifetime';

const minute = 60;
const hour = 60 * minute;
const limits = { sessionSeconds: 12 * hour, idleSeconds: 2 * hour };
const start = 1_000_000;
const begun = beginLifetime(start);

const lifetimeState = (lifetime: Lifetime, seconds: number) => judgeLifetime(lifetime, start + seconds, limits);
/** The lifetimeState a second before, and at that time. */
const around = (lifetime: Lifetime, seconds: number) => [
  lifetimeState(lifetime, seconds - 1),
  lifetimeState(lifetime, seconds),
];
/** Used and confirmed all the time until then. */
const busyUntil = (seconds: number): Lifetime => ({ ...confirm(begun, start + seconds), used: start + seconds });

describe('a session', () => {
  test('counts for 15 minutes after the provider confirmed it, and is then to be renewed', () => {
    expect(around(begun, 15 * minute)).toEqual(['good', 'stale']);
    expect(around(confirm(begun, start + 10 * minute), 25 * minute)).toEqual(['good', 'stale']);
  });

  test('counts for 30 minutes while the provider does not answer, however often it is asked', () => {
    expect(around(bridge(begun), 30 * minute)).toEqual(['good', 'stale']);
    expect(bridge(bridge(begun))).toEqual(bridge(begun));
  });

  test('that the provider confirms after an outage goes on', () => {
    const after = confirm(bridge(begun), start + 50 * minute);
    expect(lifetimeState(bridge(begun), 50 * minute)).toBe('stale');
    expect(around(after, 65 * minute)).toEqual(['good', 'stale']);
  });

  test('ends after two hours without use, stale or not', () => {
    expect(around({ ...begun, rolesUntil: Infinity }, 2 * hour)).toEqual(['good', 'idle']);
    expect(around(begun, 2 * hour)).toEqual(['stale', 'idle']);
  });

  test('ends twelve hours after the sign-in, however much it is used', () => {
    expect(around(busyUntil(12 * hour - 1), 12 * hour)).toEqual(['good', 'max_age']);
  });

  test('without a refresh token ends with the ID token, and at twelve hours at the latest', () => {
    expect(around(endWith(begun, start + minute), minute)).toEqual(['good', 'id_token']);
    const long = { ...endWith(begun, start + 30 * hour), used: start + 11 * hour };
    expect(around(long, 12 * hour)).toEqual(['good', 'max_age']);
    expect([endsWithIdToken(endWith(begun, start + minute), limits), endsWithIdToken(long, limits)]).toEqual([
      true,
      false,
    ]);
    expect(lastsUntil(endWith(begun, start + minute), limits)).toBe(start + minute);
  });
});

describe('a use that the desk reports', () => {
  test('moves the idle end', () => {
    const used = { ...use(begun, start + hour, limits), rolesUntil: Infinity };
    expect(around(used, 3 * hour)).toEqual(['good', 'idle']);
  });

  test('counts when it came before the idle end, also if it is reported after it', () => {
    const late = use(begun, start + 2 * hour - 1, limits);
    expect(lifetimeState(late, 2 * hour + 5)).toBe('stale');
  });

  test('wakes no session that had been idle for too long', () => {
    expect(use(begun, start + 2 * hour, limits)).toBe(begun);
    expect(use(begun, start + 20 * hour, limits)).toBe(begun);
  });

  test('before the last one changes nothing', () => {
    const used = use(begun, start + hour, limits);
    expect(use(used, start + minute, limits)).toBe(used);
  });
});

describe('the desk is to come back', () => {
  const next = (lifetime: Lifetime, seconds: number, of = limits) => renewInSeconds(lifetime, start + seconds, of);

  test('nine minutes after the roles were confirmed, and at once when that is over', () => {
    expect([next(begun, 0), next(begun, 8 * minute), next(begun, 14 * minute)]).toEqual([9 * minute, minute, 1]);
  });

  test('three times within a short idle limit', () => {
    expect(next(begun, 0, { ...limits, idleSeconds: 15 * minute })).toBe(5 * minute);
  });

  test('at the end, to learn that it has come', () => {
    const used = { ...busyUntil(2 * hour - minute), used: start };
    expect(next(used, 2 * hour - minute)).toBe(minute);
    expect(next(endWith(begun, start + minute), 0)).toBe(minute);
    expect(next(busyUntil(12 * hour - minute), 12 * hour - minute)).toBe(minute);
  });

  test('and asks the provider only where the roles are due: a second window finds them fresh', () => {
    const due = (lifetime: Lifetime, seconds: number) => isDue(lifetime, start + seconds, limits);
    expect([due(begun, 5 * minute), due(begun, 9 * minute), due(begun, 20 * minute)]).toEqual([false, true, true]);
    expect(due(confirm(begun, start + 9 * minute), 9 * minute + 1)).toBe(false);
    expect(due(endWith(begun, start + hour), 9 * minute)).toBe(false);
  });
});

test('whatever happens, roles are believed for 30 minutes at most, and no session outlasts its limits', () => {
  const steps = {
    use: (lifetime: Lifetime, now: number) => use(lifetime, now, limits),
    confirm: (lifetime: Lifetime, now: number) => (lifetime.isRenewable ? confirm(lifetime, now) : lifetime),
    bridge,
    end: (lifetime: Lifetime, now: number) => endWith(lifetime, Math.min(lifetime.rolesUntil, now + minute)),
    none: (lifetime: Lifetime) => lifetime,
  };
  const names = ['use', 'confirm', 'bridge', 'end', 'none'] as const;
  const lasts = (lifetime: Lifetime, now: number): boolean =>
    ['good', 'stale'].includes(judgeLifetime(lifetime, now, limits));
  const step = fc.record({ after: fc.nat(hour), what: fc.constantFrom(...names) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (taken) => {
      let [now, lifetime, lastUse] = [start, begun, start];
      for (const { after, what } of taken) {
        now += after;
        if (!lasts(lifetime, now)) {
          expect(lasts(use(lifetime, now, limits), now)).toBe(false);
          return;
        }
        lifetime = steps[what](lifetime, now);
        if (what === 'use') lastUse = now;
        if (judgeLifetime(lifetime, now, limits) !== 'good') continue;
        expect(now - lifetime.confirmed).toBeLessThan(30 * minute);
        expect(now - start).toBeLessThan(limits.sessionSeconds);
        expect(now - lastUse).toBeLessThan(limits.idleSeconds);
        expect(countsUntil(lifetime, limits)).toBeGreaterThan(now);
        expect(renewInSeconds(lifetime, now, limits)).toBeGreaterThanOrEqual(1);
      }
    }),
  );
});
