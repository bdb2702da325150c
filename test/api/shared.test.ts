/** Equal questions at once are one question to Temporal, and no answer is older than its question. */
import { createShared } from '../../api/gateway/shared';

interface Asked {
  readonly answer: (text: string) => void;
  readonly fail: (error: Error) => void;
}

function counting() {
  const asked: Asked[] = [];
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      asked.push({ answer: resolve, fail: reject });
    });
  return { asked, ask };
}

/** Everything that follows at once has followed. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('who asks while another is asked waits for the next, together with all who come meanwhile', async () => {
  const shared = createShared<string>();
  const { asked, ask } = counting();
  const first = shared('the list', ask);
  const others = Array.from({ length: 200 }, () => shared('the list', ask));
  expect(asked).toHaveLength(1);
  asked[0]?.answer('old');
  await settled();
  expect(asked).toHaveLength(2);
  asked[1]?.answer('new');
  expect(await first).toBe('old');
  expect(new Set(await Promise.all(others))).toEqual(new Set(['new']));
});

test('another question is asked for itself', async () => {
  const shared = createShared<string>();
  const { asked, ask } = counting();
  const answers = [shared('the list', ask), shared('another list', ask)];
  asked.forEach(({ answer }, index) => answer(String(index)));
  expect(await Promise.all(answers)).toEqual(['0', '1']);
});

test('a failure is told to those who asked for it, and not to the next', async () => {
  const shared = createShared<string>();
  const { asked, ask } = counting();
  const first = shared('the list', ask);
  const second = shared('the list', ask);
  asked[0]?.fail(new Error('too busy'));
  await expect(first).rejects.toThrow('too busy');
  await settled();
  asked[1]?.answer('well');
  expect(await second).toBe('well');
});

test('when nobody is asked, the next is asked at once', async () => {
  const shared = createShared<string>();
  const { asked, ask } = counting();
  for (const text of ['one', 'two']) {
    const answer = shared('the list', ask);
    asked.at(-1)?.answer(text);
    expect(await answer).toBe(text);
  }
  expect(asked).toHaveLength(2);
});

test('a question that is not answered does not hold up the next', async () => {
  const shared = createShared<string>();
  const { asked, ask } = counting();
  void shared('the list', ask);
  const second = shared('the list', ask);
  while (asked.length < 2) await settled();
  asked[1]?.answer('well');
  expect(await second).toBe('well');
});
