import { Project } from '../../workflows/contract/project';
import { pinned } from '../../web/plain/differences';
import { labelOf, valueAt } from '../../web/plain/pointers';
import { example } from '../support/stack';

const project = Project.parse(example('harbour-street-garage'));
const code = project.costCodes[0]?.code ?? '';

describe('the reasons of a rejection', () => {
  test('stand beside the field that was changed for them, and first', () => {
    const changes = [
      { pointer: '/name', before: 'A', after: 'B' },
      { pointer: '/customer/code', after: 'C-1' },
    ];
    const { shown } = pinned(changes, [{ pointer: '/customer/code', message: 'missing' }], project);
    expect(shown.map(({ pointer, complaints }) => [pointer, complaints])).toEqual([
      ['/customer/code', ['missing']],
      ['/name', []],
    ]);
  });

  test('are shown as not changed where nothing was', () => {
    const { shown } = pinned([], [{ pointer: '/totalValue', message: 'too low' }], project);
    expect(shown).toEqual([{ pointer: '/totalValue', complaints: ['too low'], isChanged: false }]);
  });

  test('about a cost code by its place meet the difference that names it by its code', () => {
    const changes = [{ pointer: `/costCodes/${code}/budget`, before: '1', after: '2' }];
    const { shown } = pinned(changes, [{ pointer: '/costCodes/0', message: 'budget?' }], project);
    expect(shown).toMatchObject([{ complaints: ['budget?'], isChanged: true }]);
  });

  test('stand once, even where a whole group was changed', () => {
    const changes = [
      { pointer: '/address/line1', before: 'A', after: 'B' },
      { pointer: '/address/city', before: 'C', after: 'D' },
    ];
    const { shown } = pinned(changes, [{ pointer: '/address', message: 'old site' }], project);
    expect(shown.flatMap(({ complaints }) => complaints)).toEqual(['old site']);
  });

  test('and differences that were left out are counted', () => {
    expect(pinned([{ omitted: 12 }], [], project)).toEqual({ shown: [], omitted: 12 });
  });
});

describe('a field', () => {
  test.each([
    ['/address/line1', 'Street'],
    ['/costCodes/0/budget', `Cost code ${code}, budget`],
    ['/costCodes/99-900', 'Cost code 99-900'],
    ['/costCodes', 'Cost codes'],
    ['/customFields/region', 'region'],
    ['/job/number', 'Job number'],
    ['/job/fields/template', 'template'],
    ['/unheard/of', '/unheard/of'],
    ['', 'The project'],
  ])('%s is called %s', (pointer, label) => {
    expect(labelOf(pointer, project)).toBe(label);
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
