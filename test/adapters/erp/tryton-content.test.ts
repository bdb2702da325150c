import { findCustomerCode, toContent } from '../../../adapters/erp/tryton/tryton-content';
import { clinic, job } from '../../support/erp/fixtures';
import { defined } from '../../../workflows/contract/defined';

test('a whole project as Tryton is to hold it', () => {
  expect(toContent(clinic, job)).toEqual({
    job: { number: '24-017' },
    name: 'Riverside Clinic, Phase 2',
    currency: 'USD',
    startDate: '2026-03-01',
    completionDate: '2027-06-30',
    address: { line1: '12 Mill Lane', city: 'Dayton', region: 'OH', postalCode: '45402', country: 'US' },
    customer: { code: 'C-77' },
    costCodes: [
      { code: '03-100', name: 'Concrete', budget: '310000' },
      { code: '05-120', name: 'Structural steel', budget: '-5000' },
      { code: '09-250', name: 'Drywall' },
    ],
  });
});

test('what a project leaves out is not there, and is not null', () => {
  const { name, number, currency, address, customer, costCodes } = clinic;
  const content = toContent({ name, number, currency, address, ...defined({ customer }), costCodes }, job);
  expect(Object.keys(content).sort()).toEqual(['address', 'costCodes', 'currency', 'customer', 'job', 'name']);
});

test.each([
  ['1000.50', '1000.5'],
  ['0012.5000', '12.5'],
  ['310000.00', '310000'],
  ['100', '100'],
  ['0', '0'],
  ['-0.00', '0'],
  ['000', '0'],
  ['0.05', '0.05'],
  ['-0.5', '-0.5'],
  ['-007.10', '-7.1'],
  ['999999999999999.9999', '999999999999999.9999'],
])('a budget of %s is %s', (budget, held) => {
  const costCodes = [{ code: '1', name: 'One', costTypes: ['Labor'], budget }];
  expect(toContent({ ...clinic, costCodes }, job)['costCodes']).toEqual([{ code: '1', name: 'One', budget: held }]);
});

test('cost codes stand in their order, whatever the order of the project', () => {
  const [first, ...others] = clinic.costCodes;
  const shuffled = [...others, ...(first ? [first] : [])];
  expect(toContent({ ...clinic, costCodes: shuffled }, job)).toEqual(toContent(clinic, job));
});

test('the customer is the one the approver named, else the one of the project, by code or by name', () => {
  expect(findCustomerCode(clinic, { ...job, fields: { customer: 'C-9' } })).toBe('C-9');
  expect(findCustomerCode(clinic, job)).toBe('C-77');
  expect(findCustomerCode({ ...clinic, customer: { name: 'Riverside Health' } }, job)).toBe('Riverside Health');
});
