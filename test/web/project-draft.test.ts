import { projectFields } from '../../workflows/contract/pointers';
import { Project } from '../../workflows/contract/project';
import { doubled, toCustomFields } from '../../web/model/custom-fields';
import { fromJson } from '../../web/model/dropped';
import { fieldGroups } from '../../web/model/field-groups';
import { emptyDraft, emptyRow, fromProject, toProject } from '../../web/model/project-draft';
import { example } from '../support/processes/stack';

const project = Project.parse(example('harbour-street-garage'));

describe('a project in the form', () => {
  test('comes out of it as it went in', () => {
    expect(toProject(fromProject(project, '1042'))).toEqual(project);
  });

  test('keeps its custom fields, whatever they are called', () => {
    const customFields = { 'cost center': '12', 'a/b~c': 'd', constructor: 'e' };
    expect(toProject(fromProject({ ...project, customFields }, '1042'))).toMatchObject({ customFields });
  });

  test('has custom fields that are empty left out, and a name that stands twice said', () => {
    const customFields = [
      { key: ' region ', value: 'west' },
      { key: '', value: ' ' },
      { key: 'region', value: 'east' },
    ];
    expect(toCustomFields(customFields.slice(0, 2))).toEqual({ region: 'west' });
    expect(doubled(customFields)).toMatchObject([{ pointer: '/customFields/region', isError: true }]);
    expect(doubled(customFields.slice(0, 2))).toEqual([]);
  });

  test('leaves out what is empty, and the empty rows of cost codes', () => {
    const fields = { '/name': ' Tower ', '/customer/name': ' ' } as const;
    const costCodes = [{ ...emptyRow, code: '1', costTypes: 'labor; material,' }, emptyRow];
    expect(toProject({ ...emptyDraft, fields, costCodes })).toEqual({
      name: 'Tower',
      address: {},
      costCodes: [{ code: '1', name: '', costTypes: ['labor', 'material'] }],
    });
  });
});

test('the form has each field of the document once, in groups', () => {
  expect(fieldGroups).toMatchObject([
    { title: 'project', fields: expect.arrayContaining(['/name', '/number', '/description']) },
    { title: 'customer', fields: expect.arrayContaining(['/customer/name', '/customer/code']) },
    { title: 'address', fields: expect.arrayContaining(['/address/line1', '/address/country']) },
    { title: 'terms', fields: expect.arrayContaining(['/startDate', '/currency', '/totalValue']) },
  ]);
  expect(fieldGroups.flatMap(({ fields }) => fields).sort()).toEqual([...projectFields].sort());
});

describe('a dropped file', () => {
  test('is a project, or what is submitted, with its id', () => {
    const alone = fromJson(JSON.stringify(project));
    const submitted = fromJson(JSON.stringify({ projectId: '1042', project }));
    expect(alone).toMatchObject({ draft: { projectId: '' }, unknown: [] });
    expect(submitted).toEqual({ draft: fromProject(project, '1042'), unknown: [] });
  });

  test('has what the form does not know named', () => {
    expect(fromJson(JSON.stringify({ ...project, colour: 'red' }))).toMatchObject({ unknown: ['colour'] });
  });

  test.each(['', '[]', 'null', '{"name":', '"text"'])('%p is no project', (text) => {
    expect(fromJson(text)).toEqual({ isJson: false });
  });

  test('whose fields have other types is shown as far as it can be read', () => {
    const odd = { name: 5, address: 'x', costCodes: [null, { code: 1, costTypes: 'labor' }], customFields: [1] };
    expect(fromJson(JSON.stringify(odd))).toMatchObject({
      draft: {
        fields: { '/name': '5', '/address/city': '' },
        costCodes: [emptyRow, { code: '1', costTypes: 'labor' }],
      },
    });
  });
});
