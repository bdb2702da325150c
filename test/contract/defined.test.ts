import { defined } from '../../workflows/contract/defined';

interface Shown {
  readonly status: 'parked' | 'exported';
  readonly attempts: number;
  readonly note?: string;
  readonly lines?: string[];
}

/** As a value that may be there or not, to the compiler. */
const text: string | undefined = [''].at(1);
const list: string[] | undefined = [['']].at(1);
const count: number | undefined = [0].at(1);

describe('a field without a value is left out', () => {
  test('which the type says: it becomes an optional field, and the others stay required', () => {
    const shown: Shown = defined({
      status: 'parked',
      attempts: 1,
      note: text,
      lines: list,
    });
    expect(Object.keys(shown)).toEqual(['status', 'attempts']);
    // @ts-expect-error -- attempts may be absent, and must not be
    const wrong: Shown = defined({ status: 'parked', attempts: count });
    expect(Object.keys(wrong)).toEqual(['status']);
  });

  test('while null, an empty text, zero and no are values', () => {
    const values = { none: null, text: '', count: 0, no: false };
    expect(defined({ ...values, left: undefined })).toStrictEqual(values);
  });

  test('in the order in which they are written', () => {
    expect(Object.keys(defined({ b: 1, a: undefined, c: 2, d: 3 }))).toEqual(['b', 'c', 'd']);
  });

  test('and only at the top: what is inside is taken as it is', () => {
    const inside = { note: undefined };
    expect(defined({ inside }).inside).toBe(inside);
  });

  test('of a union, each member by itself', () => {
    type Either = { readonly kind: 'a'; readonly one?: number } | { readonly kind: 'b'; readonly two: string };
    const given = { kind: 'b', two: 'x' } as Either;
    const kept: Either = defined({ ...given, kind: given.kind } as Either);
    expect(kept).toStrictEqual(given);
  });

  test('and a field called __proto__ stays a field', () => {
    const given = JSON.parse('{"__proto__": {"admin": true}, "note": "x"}') as Record<string, unknown>;
    const kept = defined(given as Record<string, object>);
    expect(Object.keys(kept)).toEqual(['__proto__', 'note']);
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  });
});
