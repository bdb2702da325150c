import { limits } from '../../workflows/contract/limits';
import type { CostCode, Project } from '../../workflows/contract/project';
import { changesBetween } from '../../workflows/domain/changes';
import { project } from '../support/domain/fixtures';

const [concrete, steel] = project.costCodes as [CostCode, CostCode];
const changed = (changes: Partial<Project>) => changesBetween(project, { ...project, ...changes });
const without = (key: keyof Project): Project => {
  const { [key]: _gone, ...rest } = project;
  return rest as Project;
};

describe('what changed since the last revision', () => {
  it('is nothing when the same comes again', () => {
    expect(changesBetween(project, structuredClone(project))).toEqual([]);
  });

  it.each([
    ['a text', { name: 'New' }, [{ pointer: '/name', before: 'Riverside Clinic', after: 'New' }]],
    [
      'a field of the address',
      { address: { ...project.address, city: 'Akron' } },
      [{ pointer: '/address/city', before: 'Dayton', after: 'Akron' }],
    ],
    ['a field that is new', { description: 'Two floors' }, [{ pointer: '/description', after: 'Two floors' }]],
    [
      'a custom field, its key escaped',
      { customFields: { 'a/b~c': '1' } },
      [{ pointer: '/customFields/a~1b~0c', after: '1' }],
    ],
    [
      'keys of the language',
      { customFields: { constructor: 'x', toString: 'y' } },
      [
        { pointer: '/customFields/constructor', after: 'x' },
        { pointer: '/customFields/toString', after: 'y' },
      ],
    ],
  ])('%s', (_what, changes, expected) => {
    expect(changed(changes)).toEqual(expected);
  });

  it('a field or a whole part that is gone', () => {
    expect(changesBetween(project, without('totalValue'))).toEqual([{ pointer: '/totalValue', before: '4250000.00' }]);
    expect(changesBetween(project, without('customer'))).toEqual([
      { pointer: '/customer/name', before: 'Riverside Health' },
      { pointer: '/customer/code', before: 'C-77' },
    ]);
  });
});

describe('cost codes', () => {
  it('are matched by their code, not by their place', () => {
    expect(changed({ costCodes: [steel, concrete] })).toEqual([]);
    expect(changed({ costCodes: [steel, { ...concrete, name: 'Cast concrete' }] })).toEqual([
      { pointer: '/costCodes/03-100/name', before: 'Concrete', after: 'Cast concrete' },
    ]);
  });

  it('are told as a whole when added or taken out', () => {
    expect(changed({ costCodes: [concrete] })).toEqual([
      { pointer: '/costCodes/05-120', before: 'Structural steel · Material' },
    ]);
    const extra: CostCode = { code: '09/A~1', name: 'Finishes', costTypes: ['Labor'], budget: '-5.00' };
    expect(changed({ costCodes: [...project.costCodes, extra] })).toEqual([
      { pointer: '/costCodes/09~1A~01', after: 'Finishes · Labor · -5.00' },
    ]);
  });

  it('with another code are one taken out and one added', () => {
    expect(changed({ costCodes: [concrete, { ...steel, code: '05-121' }] })).toEqual([
      { pointer: '/costCodes/05-120', before: 'Structural steel · Material' },
      { pointer: '/costCodes/05-121', after: 'Structural steel · Material' },
    ]);
  });

  it('show each difference of a field', () => {
    const other: CostCode = { code: '03-100', name: 'Concrete', costTypes: ['Labor'] };
    expect(changed({ costCodes: [other, steel] })).toEqual([
      { pointer: '/costCodes/03-100/costTypes', before: 'Labor, Material', after: 'Labor' },
      { pointer: '/costCodes/03-100/budget', before: '310000.00' },
    ]);
  });

  it('tell one cost type with a comma from two', () => {
    const other: CostCode = { ...concrete, costTypes: ['Labor, Material'] };
    expect(changed({ costCodes: [other, steel] })).toEqual([
      { pointer: '/costCodes/03-100/costTypes', before: 'Labor, Material', after: '["Labor, Material"]' },
    ]);
  });
});

describe('the list stays small', () => {
  const makeFields = (count: number, text: string): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`field ${n}`, text]));

  it('long values are cut to 500 characters and marked', () => {
    const [change] = changed({ description: 'd'.repeat(2_000) });
    expect(change).toEqual({ pointer: '/description', after: `${'d'.repeat(499)}…` });
    const [back] = changesBetween({ ...project, description: 'd'.repeat(2_000) }, project);
    expect(back).toEqual({ pointer: '/description', before: `${'d'.repeat(499)}…` });
  });

  it('200 changes are told, of 202 the last two are counted as omitted', () => {
    expect(changed({ customFields: makeFields(200, 'x') })).toHaveLength(200);
    const more = changed({ customFields: makeFields(200, 'x'), name: 'New', description: 'New' });
    expect(more).toHaveLength(201);
    expect(more.at(0)).toMatchObject({ pointer: '/name' });
    expect(more.filter((change) => 'pointer' in change)).toHaveLength(200);
    expect(more.at(-1)).toEqual({ omitted: 2 });
  });

  it('changes of many bytes are told as long as they fit together', () => {
    const more = changed({ customFields: makeFields(200, '漢'.repeat(500)) });
    const told = more.filter((change) => 'pointer' in change);
    expect(Buffer.byteLength(JSON.stringify(more))).toBeLessThan(limits.changesBytes + 1_000);
    expect(told.length).toBeGreaterThan(40);
    expect(more.at(-1)).toEqual({ omitted: 200 - told.length });
  });

  it('a document of 2,000 other cost codes is told in a blink', () => {
    const costCodes = Array.from({ length: 2_000 }, (_, n) => ({ ...concrete, code: `c-${n}` }));
    const more = changed({ costCodes });
    expect(more).toHaveLength(201);
    expect(more.at(-1)).toEqual({ omitted: 1_802 });
  });
});
