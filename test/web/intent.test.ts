import { createIntents } from '../../web/api/intent';

let made = 0;
const intents = () => createIntents(() => `key-${(made += 1)}`);

describe('the key of an intent', () => {
  test('stays the same however often the same command has to be sent', () => {
    const { keyFor } = intents();
    const first = keyFor('/accept', '{"revision":1}');
    expect(keyFor('/accept', '{"revision":1}')).toBe(first);
  });

  test('is another for other words, another command, and the same words once they were done', () => {
    const { keyFor, settle } = intents();
    const first = keyFor('/accept', '{"revision":1}');
    const other = keyFor('/accept', '{"revision":2}');
    const elsewhere = keyFor('/reject', '{"revision":2}');
    settle();
    const again = keyFor('/reject', '{"revision":2}');
    expect(new Set([first, other, elsewhere, again]).size).toBe(4);
  });
});
