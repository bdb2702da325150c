import { Project } from '../../workflows/contract/project';
import { hasPlace, listMissing, saying, withComplaint, withoutComplaint } from '../../web/model/reject';
import { example } from '../support/processes/stack';

const project = Project.parse({
  ...example('harbour-street-garage'),
  customer: undefined,
  customFields: { permit: '1' },
});
const [{ code } = { code: '' }] = project.costCodes;

test('a field is complained about once, and what is said of it stays with it', () => {
  const one = withComplaint(withComplaint([], '/name'), '/number');
  expect(withComplaint(one, '/name')).toBe(one);
  const said = saying(one, '/number', 'Not ours.');
  expect(said).toEqual([
    { pointer: '/name', message: '' },
    { pointer: '/number', message: 'Not ours.' },
  ]);
  expect(withoutComplaint(said, '/name')).toEqual([{ pointer: '/number', message: 'Not ours.' }]);
});

test.each([
  ['/name', true],
  ['/address', true],
  ['/address/city', false],
  ['/customer/name', false],
  ['/currency', false],
  ['/costCodes', true],
  [`/costCodes/${code}`, true],
  [`/costCodes/${code}/budget`, false],
  ['/costCodes/gone', false],
  ['/customFields/permit', true],
  ['/customFields/constructor', false],
])('%s has a place of its own in the document: %s', (pointer, isThere) => {
  expect(hasPlace(project, pointer)).toBe(isThere);
});

test('the fields that a document lacks can be asked for, each once', () => {
  const missing = listMissing(project, []);
  expect(missing).toContain('/customer/name');
  expect(missing).not.toContain('/name');
  expect(listMissing(project, withComplaint([], '/customer/name'))).not.toContain('/customer/name');
});
