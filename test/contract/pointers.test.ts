import { fc } from '../support/fast-check';
import {
  byCode,
  findField,
  findPointerFault,
  fromPlace,
  splitPointer,
  projectFields,
  toPlace,
  toPointer,
  valueAt,
} from '../../workflows/contract/pointers';
import { biggestProject } from '../support/domain/biggest';

const subject = { codes: ['03-100', '3', 'a/b~', '__proto__'], customKeys: ['region', 'a/b'], jobKeys: ['site'] };

it.each([
  ...projectFields,
  ...['/address', '/customer', '/costCodes', '/customFields', '/job/number', '/job/fields/site'],
  ...['/costCodes/03-100', '/costCodes/03-100/budget', '/costCodes/3/costTypes', '/costCodes/a~1b~0/name'],
  ...['/costCodes/__proto__', '/customFields/region', '/customFields/a~1b'],
])('%s names a field', (pointer) => {
  expect(findPointerFault(pointer, subject)).toBeUndefined();
});

it.each([
  ['/costCodes/0', /^names no cost code: .* by its code .* never by its place/],
  ['/costCodes/0/budget', /never by its place/],
  ['/costCodes/03-1OO', /names no cost code/],
  ['/costCodes/ 03-100', /names no cost code/],
  ['/costCodes/', /names no cost code/],
  ['/costCodes/constructor', /names no cost code/],
  ['/costCodes/3/costTypes/0', /its fields are code, name, costTypes, budget/],
  ['/costCodes/3/price', /its fields are code, name, costTypes, budget/],
  ['/costCodes/3/', /its fields are code/],
  ['/customFields/state', /names no custom field of this revision/],
  ['/customFields/a/b', /names no custom field/],
  ['/customFields/constructor', /names no custom field/],
  ['/job', /names no field of a project/],
  ['/job/fields', /names no extra field/],
  ['/job/fields/colour', /names no extra field/],
  ['/job/number/0', /names no field/],
  ['/constructor', /names no field of a project/],
  ['/__proto__/x', /names no field/],
  ['/name/first', /names no field/],
  ['/Name', /names no field/],
  ['/', /names no field/],
  ['', /names no field/],
  ['name', /is not a JSON pointer/],
  ['/costCodes/a~2', /is not a JSON pointer/],
])('%s names none', (pointer, fault) => {
  expect(findPointerFault(pointer, subject)).toMatch(fault);
});

it('every field that a document can have is named, and nothing else is', () => {
  const project = biggestProject('a');
  const leaves = (value: unknown, at: string): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, member]) => leaves(member, `${at}/${key}`))
      : [at];
  const { costCodes: _codes, customFields: _fields, ...rest } = project;
  expect(leaves(rest, '').sort()).toEqual([...projectFields].sort());
  expect(projectFields.every((field) => valueAt(project, field) !== undefined)).toBe(true);
});

it.each([
  ['/address/city', ['address', 'city'], 'line', true],
  ['/customer/name', ['customer', 'name'], 'line', false],
  ['/totalValue', ['totalValue'], 'amount', false],
  ['/costCodes/03-100/budget', ['costCodes', 'budget'], 'signed_amount', false],
  ['/costCodes/a~1b/code', ['costCodes', 'code'], 'identifier', true],
])('%s is a field of the table', (pointer, path, kind, isRequired) => {
  expect(findField(pointer)).toMatchObject({ path, row: { kind }, isRequired });
});

it.each([
  '',
  '/',
  '/address',
  '/costCodes',
  '/costCodes/1',
  '/costCodes/1/price',
  '/costCodes/1/name/x',
  '/constructor',
])('%s is none', (pointer) => {
  expect(findField(pointer)).toBeUndefined();
});

it('parts of any text come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (parts) => {
      expect(splitPointer(toPointer(...parts))).toEqual(parts);
    }),
  );
});

describe('a place in a document that was sent', () => {
  const codes = ['03-100', '1', 'a/b~'];

  it.each([
    ['/costCodes/0/budget', '/costCodes/03-100/budget'],
    ['/costCodes/1', '/costCodes/1'],
    ['/costCodes/2/name', '/costCodes/a~1b~0/name'],
  ])('%s is %s, and back', (place, code) => {
    expect(fromPlace(place, codes)).toBe(code);
    expect(toPlace(code, codes)).toBe(place);
  });

  it.each(['/costCodes/9', '/costCodes', '/name', '/costCodes/0x1', ''])('%s is none', (pointer) => {
    expect(fromPlace(pointer, codes)).toBe(pointer);
    expect(toPlace(pointer, codes)).toBe(pointer);
  });

  it('an ERP that names a place is understood, and one that names a code that reads like a place, too', () => {
    expect(byCode('/costCodes/0/name', codes)).toBe('/costCodes/03-100/name');
    expect(byCode('/costCodes/1/name', ['03-100', '05-120', '1'])).toBe('/costCodes/1/name');
    expect(byCode('/costCodes/nothing', codes)).toBe('/costCodes/nothing');
  });
});
