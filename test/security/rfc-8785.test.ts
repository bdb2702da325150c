/** Canonical JSON against the vectors of RFC 8785: the samples of its author, and the numbers of its Appendix B. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../adapters/canonical-json';

const folder = join(__dirname, '..', 'vectors', 'rfc8785');
const read = (...names: readonly string[]): string => readFileSync(join(folder, ...names), 'utf8');
const samples = readdirSync(join(folder, 'input')).map((name) => name.replace('.json', ''));

test('the samples are there', () => {
  expect(samples.sort()).toEqual(['arrays', 'french', 'structures', 'unicode', 'values', 'weird']);
});

test.each(samples)('the sample %s comes out as its bytes', (name) => {
  const bytes = Buffer.from(canonicalJson(JSON.parse(read('input', `${name}.json`))), 'utf8');
  const expected = Buffer.from(read('outhex', `${name}.txt`).replaceAll(/\s/g, ''), 'hex');
  expect(bytes.toString('hex')).toBe(expected.toString('hex'));
});

const fromBits = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE();

test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
])('the number of the bits %s is %s', (bits, text) => {
  expect(canonicalJson(fromBits(bits))).toBe(text);
  expect(canonicalJson({ in: [fromBits(bits)] })).toBe(`{"in":[${text}]}`);
});

test.each([
  ['7fffffffffffffff', 'NaN'],
  ['7ff0000000000000', 'Infinity'],
  ['fff0000000000000', '-Infinity'],
])('the bits %s are %s, which JSON cannot say: an error, and never null', (bits, name) => {
  expect(() => canonicalJson({ in: [fromBits(bits)] })).toThrow(`JSON has no number ${name}`);
});
