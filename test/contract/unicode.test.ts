/** The lists say of Unicode 15.1 what the running Node says of it, or the core would judge otherwise than it says. */
import { createHash } from 'node:crypto';
import { identifierKey } from '../../workflows/contract/text';
import { dashes, invisible, known, lookAlikes, privateUse, signs, spaces } from '../../workflows/contract/unicode';

function expandRanges(ranges: string): number[] {
  return ranges.split(' ').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map((digits) => parseInt(digits, 16));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

const all = expandRanges(known);
const withProperty = (property: RegExp): number[] => all.filter((point) => property.test(String.fromCodePoint(point)));

test('the ranges stand in order and never meet', () => {
  for (const list of [known, invisible, dashes, spaces, signs, privateUse, ...Object.values(lookAlikes)]) {
    const points = expandRanges(list);
    expect(points).toEqual([...new Set(points)].sort((a, b) => a - b));
    expect(list).toMatch(/^[0-9A-F]+(-[0-9A-F]+)?( [0-9A-F]+(-[0-9A-F]+)?)*$/);
  }
});

test('known are the 149,813 characters of Unicode 15.1, its controls and its private use, and this Node knows each', () => {
  const controls = withProperty(/\p{Cc}/u).length;
  expect(all.length - controls - expandRanges(privateUse).length).toBe(149_813);
  expect(withProperty(/[\p{Cn}\p{Cs}]/u)).toEqual([]);
});

test.each([
  ['invisible', invisible, /[\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u],
  ['dashes', dashes, /\p{Dash}/u],
  ['spaces', spaces, /\p{Zs}/u],
  ['private use', privateUse, /\p{Co}/u],
])('%s are what this Node takes for it', (_what, list, property) => {
  expect(expandRanges(list)).toEqual(withProperty(property));
});

test('signs are the punctuation and symbols that this Node knows, as far as Unicode 15.1 does', () => {
  const assigned = new Set(all);
  expect(expandRanges(signs).filter((point) => assigned.has(point))).toEqual(withProperty(/[\p{P}\p{S}]/u));
});

test.each(Object.entries(lookAlikes))('the letters of %s are those of the script', (script, list) => {
  expect(expandRanges(list)).toEqual(withProperty(new RegExp(`(?=\\p{L})\\p{Script=${script}}`, 'u')));
});

test('every character has the key that it has under the Node this was written with', () => {
  const keys = all.map((point) => identifierKey(String.fromCodePoint(point)));
  expect(createHash('sha256').update(keys.join('\n')).digest('hex')).toBe(
    '72f2bc5c3e17e71cafb1c1a7a9fee02fdcc18142107fc1ee38fd83eee6890ee6',
  );
});
