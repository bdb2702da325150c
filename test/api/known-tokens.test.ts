import type { Caller } from '../../api/request/actor';
import { rememberTokens } from '../../api/request/known-tokens';

const start = Date.UTC(2026, 2, 1);
const caller = (id: string, validForSeconds = 3_600): Caller => ({
  actor: { id, channel: 'api' },
  key: id,
  expiresAt: start / 1_000 + validForSeconds,
  companyIds: [],
  grantsIn: () => undefined,
});

function remembering(validForSeconds?: number) {
  let nowMs = start;
  const verified: string[] = [];
  const toCaller = rememberTokens(
    async (token) => {
      verified.push(token);
      if (token === 'bad') throw new Error('refused');
      return caller(token, validForSeconds);
    },
    () => nowMs,
  );
  return { toCaller, verified, passMs: (ms: number) => (nowMs += ms) };
}

describe('a token', () => {
  test('is verified once in a minute, and each token by itself', async () => {
    const { toCaller, verified, passMs } = remembering();
    expect((await toCaller('a')).actor.id).toBe('a');
    passMs(59_999);
    expect((await toCaller('a')).actor.id).toBe('a');
    expect((await toCaller('b')).actor.id).toBe('b');
    expect(verified).toEqual(['a', 'b']);
    passMs(1);
    await toCaller('a');
    expect(verified).toEqual(['a', 'b', 'a']);
  });

  test('that expires sooner is verified again then', async () => {
    const { toCaller, verified, passMs } = remembering(5);
    await toCaller('a');
    passMs(5_000);
    await toCaller('a');
    expect(verified).toEqual(['a', 'a']);
  });

  test('that was refused is verified again each time', async () => {
    const { toCaller, verified } = remembering();
    await expect(toCaller('bad')).rejects.toThrow('refused');
    await expect(toCaller('bad')).rejects.toThrow('refused');
    expect(verified).toEqual(['bad', 'bad']);
  });

  test('is forgotten when 10,000 others came after it', async () => {
    const { toCaller, verified } = remembering();
    await toCaller('first');
    for (let index = 0; index < 10_000; index += 1) await toCaller(String(index));
    await toCaller('first');
    expect(verified.filter((token) => token === 'first')).toHaveLength(2);
    await toCaller('9999');
    expect(verified.filter((token) => token === '9999')).toHaveLength(1);
  });
});
