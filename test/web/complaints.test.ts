import { placeComplaints, toShortLabel, groupByRow } from '../../web/model/complaints';
import { groupByPlace, listMistakes } from '../../web/model/mistakes';
import { type CostCodeRow, emptyDraft, emptyRow, toCorrection, toProject } from '../../web/model/project-draft';
import { compareSpots } from '../../web/model/spots';
import { countStop, findStop, listStops } from '../../web/model/stops';
import { Project } from '../../workflows/contract/project';
import { example } from '../support/processes/stack';

const costCodes = [
  { code: '01-100', name: 'Site', costTypes: ['labor'], budget: '10.00' },
  { code: '02-100', name: 'Walls', costTypes: ['labor'], budget: '20.00' },
];
const project = Project.parse({ ...example('harbour-street-garage'), costCodes, customFields: { permit: 'B-1' } });
const before = toCorrection(project, '1042');
const place = (pointers: readonly string[], change: Partial<typeof before> = {}) =>
  placeComplaints(
    pointers.map((pointer) => ({ pointer, message: 'Why?' })),
    before,
    { ...before, ...change },
  );
const spotOf = (pointer: string, change: Partial<typeof before> = {}) => place([pointer], change)[0]?.spot;
const isUntouched = (pointer: string, change: Partial<typeof before> = {}) => place([pointer], change)[0]?.isUntouched;
const [site, walls] = before.costCodes as readonly [CostCodeRow, CostCodeRow];

describe('a complaint', () => {
  test.each([
    ['/totalValue', '/totalValue'],
    ['/address', '/address/line1'],
    ['/costCodes', '/costCodes/0/code'],
    ['/costCodes/02-100', '/costCodes/1/code'],
    ['/costCodes/02-100/budget', '/costCodes/1/budget'],
    ['/customFields/permit', '/customFields/0'],
  ])('about %s stands at %s', (pointer, spot) => expect(spotOf(pointer)).toBe(spot));

  test.each(['/costCodes/99-100', '/customFields/constructor', '/job/number'])('about %s stands nowhere', (pointer) =>
    expect(spotOf(pointer)).toBeUndefined(),
  );

  test('follows its row when rows are added above it, and when its code is changed', () => {
    expect(spotOf('/costCodes/02-100', { costCodes: [emptyRow, site, walls] })).toBe('/costCodes/2/code');
    expect(spotOf('/costCodes/02-100', { costCodes: [{ ...walls, code: '02-110' }, site] })).toBe('/costCodes/0/code');
  });

  test('stands at the row that has its code now, before one that had it', () => {
    const swapped = [
      { ...site, code: '02-100' },
      { ...walls, code: '02-110' },
    ];
    expect(spotOf('/costCodes/02-100', { costCodes: swapped })).toBe('/costCodes/0/code');
  });

  test('is untouched while what it is about is as it was', () => {
    const all = ['/totalValue', '/address', '/costCodes', '/costCodes/02-100', '/customFields/permit', '/customFields'];
    expect(place(all).map((each) => each.isUntouched)).toEqual(all.map(() => true));
    expect(isUntouched('/totalValue', { fields: { ...before.fields, '/totalValue': ' 1.00' } })).toBe(false);
    expect(isUntouched('/address', { fields: { ...before.fields, '/address/city': 'Bath' } })).toBe(false);
    expect(isUntouched('/customFields/permit', { customFields: [] })).toBe(false);
    const cheaper = { costCodes: [site, { ...walls, budget: '19.00' }] };
    expect(isUntouched('/costCodes/02-100/budget', cheaper)).toBe(false);
    expect(isUntouched('/costCodes/02-100/name', cheaper)).toBe(true);
    expect(isUntouched('/costCodes/02-100', cheaper)).toBe(false);
    expect(isUntouched('/costCodes/02-100', { costCodes: [site] })).toBe(false);
    expect(isUntouched('/costCodes/02-100', { costCodes: [walls, site] })).toBe(true);
    expect(isUntouched('/job/number')).toBe(false);
  });

  test('is called by few words in a sentence', () => {
    expect(toShortLabel('/totalValue')).toBe('Total value');
    expect(toShortLabel('/costCodes/02-100/budget')).toMatch(/^row .?02-100.? budget$/u);
  });

  test('belongs to its row in the grid; one about all cost codes to none', () => {
    const byRow = groupByRow(place(['/costCodes', '/costCodes/02-100', '/costCodes/02-100/budget', '/name']));
    expect([...byRow].map(([row, { length }]) => [row, length])).toEqual([[1, 2]]);
  });

  test('does not become part of the document', () => {
    expect(toProject(before)).toEqual(project);
  });
});

describe('mistakes', () => {
  const wrong = (pointer: string, isError = true) => ({ pointer, message: 'wrong', isError });

  test('stand at the row of the form, which has empty rows that the document has not', () => {
    const draft = { ...emptyDraft, costCodes: [emptyRow, site, emptyRow, walls] };
    const findings = [
      wrong('/costCodes/1/budget'),
      wrong('/costCodes/0/costTypes/0'),
      wrong(''),
      wrong('/name', false),
    ];
    expect(listMistakes(findings, draft)).toEqual(['/costCodes/3/budget', '/costCodes/1/costTypes', '/name']);
    expect(groupByPlace(findings).get(1)).toEqual([findings[0]]);
  });
});

describe('the jump', () => {
  const stops = listStops({
    complaints: ['/costCodes/1/budget', '/totalValue'],
    mistakes: ['/customFields/0', '/costCodes/10/code', '/costCodes/9/budget', '/costCodes/1/budget', '/name'],
  });

  test('stops at each spot once, in the order of the form', () => {
    expect(stops.map(({ kind, spot }) => `${kind} ${spot}`)).toEqual([
      'mistake /name',
      'complaint /totalValue',
      'complaint /costCodes/1/budget',
      'mistake /costCodes/9/budget',
      'mistake /costCodes/10/code',
      'mistake /customFields/0',
    ]);
  });

  test('goes on from where the focus is, also where that is no stop, and around the end', () => {
    const go = (from: string | undefined, step: 1 | -1) => findStop(stops, from, step)?.spot;
    expect(go(undefined, 1)).toBe('/name');
    expect(go('/costCodes/4/name', 1)).toBe('/costCodes/9/budget');
    expect(go('/costCodes/4/name', -1)).toBe('/costCodes/1/budget');
    expect(go('/customFields/0', 1)).toBe('/name');
    expect(go('/name', -1)).toBe('/customFields/0');
    expect(findStop([], undefined, 1)).toBeUndefined();
  });

  test('counts complaints and mistakes apart', () => {
    expect(countStop(stops, { kind: 'complaint', spot: '/costCodes/1/budget' })).toEqual({ at: 2, of: 2 });
    expect(countStop(stops, { kind: 'mistake', spot: '/costCodes/10/code' })).toEqual({ at: 3, of: 4 });
  });

  test('takes columns in the order of the grid', () => {
    expect(compareSpots('/costCodes/1/budget', '/costCodes/1/code')).toBeGreaterThan(0);
  });
});
