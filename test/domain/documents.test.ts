/** The workflow's own reader judges the texts of a document as the schema at the API's edge does. */
import { Project } from '../../workflows/contract/project';
import { toIds, toProject } from '../../workflows/domain/documents';
import { Malformed } from '../../workflows/domain/read';
import { findIdentifierFault } from '../../workflows/contract/text';
import { project } from '../support/domain/fixtures';
import { withValueAt } from '../support/domain/paths';

const withAt = (path: string, value: unknown): unknown => withValueAt(project, path.split('.'), value);
const costCode = { code: '03-100', name: 'Concrete', costTypes: ['Labor'] };

const faults: readonly (readonly [string, unknown, RegExp])[] = [
  ['number', '26\u200b-700', /^project.number must not hold U\+200B/],
  ['number', '26-700\ufe0f', /^project.number must not hold U\+FE0F/],
  ['name', '\u3164', /^project.name must hold a character/],
  ['name', 'a\u202eb', /^project.name must not hold U\+202E/],
  ['name', 'Caf\ufffd', /^project.name must not hold U\+FFFD/],
  ['name', 'two\nlines', /^project.name must not hold U\+000A/],
  ['description', 'bell\u0007', /^project.description must not hold U\+0007/],
  ['address.postalCode', '8\u00ad0', /^project.address.postalCode must not hold U\+00AD/],
  ['customer.code', '\u115f', /^project.customer.code must not hold U\+115F/],
  ['costCodes.0.code', '03\u2060', /^project.costCodes.code must not hold U\+2060/],
  [
    'costCodes.0.costTypes',
    ['Labor', 'LABOR'],
    /^project.costCodes.costTypes has "LABOR", which is the same as "Labor"/,
  ],
  [
    'costCodes',
    [costCode, { ...costCode, code: '03\u2010100' }],
    /^project.costCodes has "03\u2010100", which is the same/,
  ],
  ['customFields', { 'Caf\u00e9': '1', 'Cafe\u0301': '2' }, /^project.customFields has "Caf\u00e9", which is the same/],
  ['customFields', { ' x': '1', x: '2' }, /^project.customFields has "x", which is the same/],
  ['customFields', { 'a\u200b': '1' }, /^a key of project.customFields must not hold U\+200B/],
];

it.each(faults)('%s %j is malformed, and refused at the edge as well', (path, value, message) => {
  const document = withAt(path, value);
  expect(() => toProject(document)).toThrow(message);
  expect(() => toProject(document)).toThrow(Malformed);
  expect(Project.safeParse(document).success).toBe(false);
});

it.each([
  ['description', 'one\n\ttwo'],
  ['name', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u2764\ufe0f'],
  ['number', '\uff12\uff16\u2010\uff17\uff10\uff10'],
  ['customFields', { description: 'x', number: '\u200dx' }],
])('%s %j is taken by both', (path, value) => {
  const document = withAt(path, value);
  expect(toProject(document)).toBe(document);
  expect(Project.safeParse(document).success).toBe(true);
});

it('a run that began with a currency goes on when the list has lost it', () => {
  expect(toProject(withAt('currency', 'BGN'))).toMatchObject({ currency: 'BGN' });
});

it('ids that a person settles with hold only what is seen; those that the ERP gives are its own', () => {
  expect(() => toIds({ job: '47\u200b11' }, findIdentifierFault)).toThrow('ids.job must not hold U+200B');
  expect(toIds({ job: '47\u200b11' })).toEqual({ job: '47\u200b11' });
});
