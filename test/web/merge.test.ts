import { toCopy } from '../../web/model/copy';
import { describeDraftSum } from '../../web/model/draft-sum';
import type { FileContent, FileNotes } from '../../web/model/file-content';
import { describeMerged, describeNotes, describeRows, listWritten } from '../../web/model/import-words';
import { merge } from '../../web/model/merge';
import { emptyDraft, emptyRow, type ProjectDraft } from '../../web/model/project-draft';
import { Project } from '../../workflows/contract/project';
import { fc } from '../support/fast-check';
import { example } from '../support/processes/stack';

const notes: FileNotes = {
  isWindows1252: false,
  formulas: 0,
  unusedColumns: [],
  unknownFields: [],
  unusedSheets: [],
  convertedCodes: [],
  rounded: 0,
};
const nothing: FileContent = { fields: {}, customFields: [], costCodes: [], headers: 0, totals: 0, notes };
const row = (code: string, budget = '') => ({ ...emptyRow, code, budget });
const withRows = (...costCodes: ProjectDraft['costCodes']): ProjectDraft => ({ ...emptyDraft, costCodes });

describe('a file in the draft', () => {
  test('adds new codes, changes those that are there, and leaves the others', () => {
    const draft = withRows({ ...row('1', '5'), name: 'a', was: '1' }, row('2', '6'), emptyRow, row('3'));
    const costCodes = [{ code: '2', budget: '6' }, { code: '4' }, { code: '1', budget: '7' }];
    const merged = merge(draft, { ...nothing, costCodes, headers: 1, totals: 1 }, false);
    expect(merged.draft.costCodes).toEqual([
      { ...row('1', '7'), name: 'a', was: '1' },
      row('2', '6'),
      row('3'),
      row('4'),
    ]);
    expect(merged.rows).toEqual({ added: 1, changed: 1, same: 1, headers: 1, totals: 1 });
    expect([...merged.others]).toEqual([row('3')]);
    expect(describeMerged('b.csv', merged)).toBe('b.csv: 5 rows: 1 new, 1 changed, 1 as before, 1 header, 1 total.');
  });

  test('has a code that stands twice in it land twice, so that the mistake shows', () => {
    const costCodes = [{ code: '1' }, { code: '1' }];
    expect(merge(withRows(row('1')), { ...nothing, costCodes }, false)).toMatchObject({
      draft: { costCodes: [row('1'), row('1')] },
      rows: { same: 1, added: 1 },
    });
  });

  test('has every row land, whatever is in it', () => {
    const text = fc.constantFrom('', '1', '2', '3');
    const rows = fc.array(fc.record({ code: text, name: text }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, rows, (before, costCodes) => {
        const draft = withRows(...before.map((each) => ({ ...emptyRow, ...each })));
        const { draft: after, rows: counts, others } = merge(draft, { ...nothing, costCodes }, false);
        expect(counts.added + counts.changed + counts.same).toBe(costCodes.length);
        const landed = after.costCodes.filter((each) => !others.has(each));
        for (const each of costCodes) expect(landed).toContainEqual({ ...emptyRow, ...each });
      }),
    );
  });

  test('sets the fields that it has, and custom fields by their name', () => {
    const draft: ProjectDraft = {
      ...emptyDraft,
      projectId: '7',
      fields: { '/name': 'Old', '/number': '1' },
      customFields: [
        { key: 'permit', value: 'A' },
        { key: 'floors', value: '4' },
      ],
    };
    const content: FileContent = {
      ...nothing,
      projectId: '8',
      fields: { '/name': 'New' },
      customFields: [
        { key: 'floors', value: '5' },
        { key: 'region', value: 'west' },
      ],
    };
    const merged = merge(draft, content, false);
    expect(merged.draft).toMatchObject({
      projectId: '8',
      fields: { '/name': 'New', '/number': '1' },
      customFields: [
        { key: 'permit', value: 'A' },
        { key: 'floors', value: '5' },
        { key: 'region', value: 'west' },
      ],
    });
    expect(describeMerged('p.xlsx', merged)).toBe('p.xlsx: 3 fields of the project.');
    expect(listWritten(content)).toEqual(['/name', '/customFields']);
    expect(merge(draft, content, true).draft.projectId).toBe('7');
  });
});

test('what an import did is one sentence', () => {
  expect(describeRows('budget.xlsx', { added: 300, headers: 1 })).toBe('budget.xlsx: 301 rows: 300 new, 1 header.');
  expect(describeRows('Pasted cells', { changed: 1 })).toBe('Pasted cells: 1 row: 1 changed.');
  expect(describeRows('p.xlsx', { added: 2, headers: 1 }, 12)).toBe('p.xlsx: 3 rows: 2 new, 1 header, 12 fields.');
});

test('all that was left out or is doubtful is said', () => {
  const all: FileContent = {
    ...nothing,
    projectId: '8',
    notes: {
      isWindows1252: true,
      formulas: 2,
      unusedColumns: ['Notes', 'Colour'],
      unknownFields: ['Mood'],
      unusedSheets: ['Cover'],
      convertedCodes: ['3100', '3200'],
      rounded: 1,
      wrongTotal: { stated: '5', sum: '6' },
    },
  };
  expect(describeNotes(all, '7')).toHaveLength(9);
  expect(describeNotes(all, undefined)).toHaveLength(8);
  expect(describeNotes({ ...nothing, projectId: '7' }, '7')).toEqual([]);
  expect(describeNotes(all, '7').join(' ')).toContain('2 codes are numbers or dates in the file, such as 3100');
});

test('the sum of a draft counts what is understood, and names what is not', () => {
  const draft = { ...withRows(row('1', '1,000.50'), row('2', '-0.5'), row('3', '1,234'), emptyRow), fields: {} };
  expect(describeDraftSum(draft)).toBe('Sum of budgets: 1,000.00 · 1 of 3 not understood · 1 negative budget');
  const priced = { ...draft, fields: { '/totalValue': '1,000.00', '/currency': 'usd' } };
  expect(describeDraftSum(priced)).toContain('1,000.00 USD · Equals the total value');
  expect(describeDraftSum(withRows(row('1', '5'), row('2')))).toContain('5.00 · 1 of 2 without a budget');
  expect(describeDraftSum(withRows(row('1')))).toBeUndefined();
});

test('an earlier project is copied without its id, its number and its dates', () => {
  const project = Project.parse({ ...example('harbour-street-garage'), startDate: '2026-03-01' });
  const copy = toCopy(project);
  expect(copy).toMatchObject({ projectId: '', fields: { '/number': '', '/startDate': '', '/name': project.name } });
  expect(copy.costCodes).toHaveLength(project.costCodes.length);
});
