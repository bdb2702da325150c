import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, erpIds } from '../../../adapters/companies/catalogue';
import { createCompanies } from '../../../adapters/companies/companies';
import { toRules } from '../../../adapters/companies/figures';
import { Project } from '../../../workflows/contract/project';
import { checkJob, checkProject } from '../../../workflows/domain/rules';

const root = join(__dirname, '../../..');
const examples = readdirSync(join(root, 'examples')).map((name): [string, unknown] => [
  name,
  JSON.parse(readFileSync(join(root, 'examples', name), 'utf8')),
]);

const companies = createCompanies({
  file: join(root, 'companies.yaml'),
  varDirectory: join(root, 'var'),
  onError: (message) => {
    throw new Error(message);
  },
});

/** Ten-thousandths, exactly. */
function toUnits(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
}

test('the example file holds acme, which takes projects, and globex, which does not', () => {
  expect(companies.all().map(({ id, takesProjects }) => [id, takesProjects])).toEqual([
    ['acme', true],
    ['globex', false],
  ]);
});

test('acme accepts a plain job number and asks for nothing else', () => {
  const integration = companies.find('acme')?.integration;
  if (integration === undefined) throw new Error('acme is not there');
  const project = Project.parse(examples[0]?.[1]);
  expect(checkJob({ number: '24-017' }, project, integration)).toEqual([]);
  expect(integration.acceptFields).toEqual([]);
});

test('there are three example projects', () => {
  expect(examples.map(([name]) => name)).toEqual([
    'harbour-street-garage.json',
    'millbrook-bridge-deck.json',
    'northfield-clinic.json',
  ]);
});

describe.each(examples)('%s', (_, document) => {
  const project = Project.parse(document);

  test('is a project document as it stands', () => {
    expect(project).toEqual(document);
  });

  test('has at least twelve cost codes whose budgets add up to the total value', () => {
    expect(project.costCodes.length).toBeGreaterThanOrEqual(12);
    const budgets = project.costCodes.map(({ budget = '0' }) => toUnits(budget));
    expect(budgets.reduce((sum, budget) => sum + budget, 0n)).toBe(toUnits(project.totalValue ?? '0'));
  });

  test('has cost codes in order, of three MasterFormat pairs', () => {
    const written = project.costCodes.map(({ code }) => code);
    expect(written).toEqual([...written].sort());
    for (const code of written) expect(code).toMatch(/^\d\d-\d\d-\d\d$/);
  });

  test.each(erpIds)('breaks no rule of %s', (erp) => {
    const { erpName, direction, rules } = catalogue[erp];
    const integration = { erp, erpName, direction: direction.value, rules: toRules(rules), acceptFields: [] };
    expect(checkProject(project, integration)).toEqual([]);
  });
});
