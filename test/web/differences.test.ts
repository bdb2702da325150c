import { Project } from '../../workflows/contract/project';
import { pinned, sincePreviousRun } from '../../web/model/differences';
import { toLabel, placeLabel } from '../../web/model/pointers';
import { valueAt } from '../../workflows/contract/pointers';
import { example } from '../support/processes/stack';

const project = Project.parse(example('harbour-street-garage'));

describe('the reasons of a rejection', () => {
  test('stand beside the field that was changed for them, and first', () => {
    const changes = [
      { pointer: '/name', before: 'A', after: 'B' },
      { pointer: '/customer/code', after: 'C-1' },
    ];
    const { shown } = pinned(changes, [{ pointer: '/customer/code', message: 'missing' }]);
    expect(shown.map(({ pointer, complaints }) => [pointer, complaints])).toEqual([
      ['/customer/code', ['missing']],
      ['/name', []],
    ]);
  });

  test('are shown as not changed where nothing was', () => {
    const { shown } = pinned([], [{ pointer: '/totalValue', message: 'too low' }]);
    expect(shown).toEqual([{ pointer: '/totalValue', complaints: ['too low'], isChanged: false }]);
  });

  test('about a cost code stay with its code when another takes its place', () => {
    const changes = [{ pointer: '/costCodes/01', before: 'Site' }];
    const { shown } = pinned(changes, [{ pointer: '/costCodes/3/budget', message: 'too low' }]);
    expect(shown.map(({ pointer, complaints }) => [toLabel(pointer), complaints])).toEqual([
      ['Cost code 3, budget', ['too low']],
      ['Cost code 01', []],
    ]);
  });

  test('stand once, even where a whole group was changed', () => {
    const changes = [
      { pointer: '/address/line1', before: 'A', after: 'B' },
      { pointer: '/address/city', before: 'C', after: 'D' },
    ];
    const { shown } = pinned(changes, [{ pointer: '/address', message: 'old site' }]);
    expect(shown.flatMap(({ complaints }) => complaints)).toEqual(['old site']);
  });

  test('and differences that were left out are counted', () => {
    expect(pinned([{ omitted: 12 }], [])).toEqual({ shown: [], omitted: 12 });
  });
});

describe('a field', () => {
  test.each([
    ['/address/line1', 'Street'],
    ['/costCodes/0/budget', 'Cost code 0, budget'],
    ['/costCodes/99~1900', 'Cost code 99/900'],
    ['/costCodes/99/constructor', 'Cost code 99, constructor'],
    ['/constructor', '/constructor'],
    ['/__proto__/x', '/__proto__/x'],
    ['/address/x', '/address/x'],
    ['/customer', 'Customer'],
    ['/costCodes', 'Cost codes'],
    ['/customFields/region', 'region'],
    ['/job/number', 'Job number'],
    ['/job/fields/template', 'template'],
    ['/unheard/of', '/unheard/of'],
    ['', 'The project'],
  ])('%s is called %s', (pointer, label) => {
    expect(toLabel(pointer)).toBe(label);
  });

  test.each([
    ['/costCodes/1/budget', 'Cost code 3, budget'],
    ['/costCodes/2/name', 'Cost code in row 3, name'],
    ['/costCodes/7', 'Cost code in row 8'],
    ['/name', 'Name'],
  ])('%s of a document that was sent is called %s', (pointer, label) => {
    expect(placeLabel(pointer, ['01', '3', ''])).toBe(label);
  });

  test('has its value, and none where there is none or many', () => {
    expect(['/address/country', '/address', '/constructor', '/__proto__/x'].map((p) => valueAt(project, p))).toEqual([
      project.address.country,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('of the run before', () => {
  const lastRejection = { reason: 'No.', fields: [{ pointer: '/name', message: 'wrong' }], revision: 2 };
  const differences = [{ pointer: '/number', after: 'P-2' }];
  const view = (previousRun: object, more: object = {}) =>
    sincePreviousRun({ previousRun: { runId: 'r', revision: 2, ...previousRun }, ...more } as never);

  test('complaints stand beside what was changed for them', () => {
    const { isPinned, list } = view({ lastRejection, differences }) ?? {};
    expect(isPinned).toBe(true);
    expect(list?.shown.map(({ pointer, isChanged }) => [pointer, isChanged])).toEqual([
      ['/name', false],
      ['/number', true],
    ]);
  });

  test.each([
    ['another revision was rejected', { lastRejection: { ...lastRejection, revision: 1 }, differences }],
    ['not all differences are known', { lastRejection, differences: [...differences, { omitted: 1 }] }],
    ['not all complaints are', { lastRejection: { ...lastRejection, fields: [{ omitted: 1 }] }, differences }],
  ])('none is called unchanged where %s', (_, previousRun) => {
    const { isPinned, list } = view(previousRun) ?? {};
    expect(isPinned).toBe(false);
    expect(list?.shown).toEqual([expect.objectContaining({ pointer: '/number' })]);
  });

  test('one that could not be read has no list, and one that was not rejected no reason', () => {
    expect(view({})).toEqual({ revision: 2, isPinned: false });
    expect(view({ differences })).toMatchObject({ isPinned: false, list: { shown: [{ pointer: '/number' }] } });
  });

  test('nothing is shown without one, after an export, or once this run was rejected itself', () => {
    expect(sincePreviousRun({} as never)).toBeUndefined();
    expect(view({ lastRejection, differences, exported: { revision: 2 } })).toBeUndefined();
    expect(view({ lastRejection, differences }, { rejection: lastRejection })).toBeUndefined();
    expect(view({ lastRejection, differences, exported: { revision: 1 } })).toBeDefined();
  });
});
