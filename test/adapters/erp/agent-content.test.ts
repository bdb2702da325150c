import { differences } from '../../../activities/erp-content';
import { readContent, toContent } from '../../../adapters/erp/http/agent-content';
import { orderKey } from '../../../adapters/erp/http/agent-request';
import { clinic, grownClinic, job } from '../../support/erp/fixtures';

const nothing = new Set<string>();
const without = (...fields: string[]) => toContent(clinic, job, new Set(fields));

describe('what an ERP behind an agent is to hold', () => {
  test('is the whole project with its job', () => {
    const { costCodes, ...rest } = toContent(clinic, job, nothing);
    expect(rest).toEqual({
      name: clinic.name,
      number: 'P-1042',
      address: clinic.address,
      currency: 'USD',
      totalValue: '4250000',
      startDate: '2026-03-01',
      completionDate: '2027-06-30',
      customer: clinic.customer,
      job,
    });
    expect(costCodes).toMatchObject([{ budget: '310000' }, { budget: '-5000' }, { code: '09-250' }]);
  });

  test.each([
    ['0', '0'],
    ['-0.00', '0'],
    ['0012.50', '12.5'],
    ['-0.05', '-0.05'],
    ['100', '100'],
    ['999999999999999.9999', '999999999999999.9999'],
    ['1e5', '1e5'],
    ['12,50', '12,50'],
  ])('has the amount %s as %s', (given, held) => {
    expect(readContent({ totalValue: given, costCodes: [{ code: '1', budget: given }] }, nothing)).toEqual({
      totalValue: held,
      costCodes: [{ code: '1', budget: held }],
    });
  });

  test('leaves texts alone that only look like amounts', () => {
    const texts = { number: '0012.50', customFields: { totalValue: '0012.50', budget: '1.0' }, name: '1.0' };
    expect(readContent(texts, nothing)).toEqual(texts);
  });

  test('leaves out what the ERP has no place for, at any depth, and nothing of the same name elsewhere', () => {
    const content = without('number', 'address.line2', 'costCodes.costTypes', 'customer.code');
    expect(content).not.toHaveProperty('number');
    expect(content).toHaveProperty('job.number', '24-017');
    expect(content['customer']).toEqual({ name: 'Riverside Health' });
    expect(content['costCodes']).toEqual([
      { code: '03-100', name: 'Concrete', budget: '310000' },
      { code: '05-120', name: 'Structural steel', budget: '-5000' },
      { code: '09-250', name: 'Drywall' },
    ]);
  });

  test('read back by an ERP that keeps empty texts for what is absent is the same', () => {
    const content = toContent(clinic, job, nothing);
    const read = readContent({ ...content, department: '', address: { ...clinic.address, line2: '' } }, nothing);
    expect(differences(content, read)).toEqual([]);
  });
});

describe('the key of an order', () => {
  const reference = 'acme~1042';
  const content = toContent(clinic, job, nothing);
  const grown = toContent(grownClinic, job, nothing);

  test('is the same for every try, whatever the order of fields', () => {
    const reversed = Object.fromEntries(Object.entries(content).reverse());
    expect(orderKey({ reference, content: reversed })).toBe(orderKey({ reference, content }));
  });

  test('begins with the reference, and holds no full stop: it is also the id that is signed', () => {
    expect(orderKey({ reference, content })).toMatch(/^acme~1042:[0-9a-f]{32}$/);
  });

  test('is another for another project, content, and content that is replaced', () => {
    const orders = [
      { reference, content },
      { reference: 'acme~1043', content },
      { reference, content: grown },
      { reference, content: grown, expect: content },
      { reference, content, expect: grown },
      { reference, content, expect: {} },
    ];
    expect(new Set(orders.map(orderKey)).size).toBe(orders.length);
  });
});
