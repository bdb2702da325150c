import { fromJson } from '../../web/model/dropped';
import { misread, withMisread } from '../../web/model/misread';
import { emptyDraft, emptyRow, fromProject, toProject } from '../../web/model/project-draft';
import { understand } from '../../web/model/typed';
import { countryCodes, currencyCodes } from '../../workflows/contract/iso';
import { Project } from '../../workflows/contract/project';
import { example } from '../support/processes/stack';

describe('what is typed is understood', () => {
  test.each([
    ['country', 'United States', 'US'],
    ['country', 'the united states of america', 'US'],
    ['country', 'USA', 'US'],
    ['country', 'uk', 'GB'],
    ['country', 'Germany', 'DE'],
    ['country', 'de', 'DE'],
    ['currency', 'usd', 'USD'],
    ['currency', '€', 'EUR'],
    ['currency', 'US Dollar', 'USD'],
    ['amount', ' 1,234,567.00 ', '1234567.00'],
    ['signed_amount', '(5,00)', '-5.00'],
    ['date', '1.3.2026', '2026-03-01'],
    ['date', '31/3/2026', '2026-03-31'],
    ['date', '3/31/2026', '2026-03-31'],
    ['date', '5/5/2026', '2026-05-05'],
    ['date', '2026/3/1', '2026-03-01'],
    ['date', 'March 1, 2026', '2026-03-01'],
    ['date', '1 Mar 2026', '2026-03-01'],
    ['line', ' usd ', 'usd'],
  ] as const)('%s %s', (kind, text, value) => {
    expect(understand(kind, text)).toEqual({ value });
  });

  test.each([
    ['country', 'Atlantis', 'not known as a country'],
    ['currency', '$', 'does not name one currency'],
    ['amount', '1,234', 'Enter 1234.00 or 1.2340.'],
    ['date', '1/3/2026', 'can be 2026-03-01 or 2026-01-03'],
  ] as const)('or explained: %s %s', (kind, text, fault) => {
    expect(understand(kind, text)).toEqual({ value: text, fault: expect.stringContaining(fault) });
  });

  test.each([
    ['date', '31.2.2026'],
    ['date', 'soon'],
    ['date', '1.3.26'],
    ['amount', 'much'],
    ['country', ''],
  ] as const)('or left to the rules: %s %p', (kind, text) => {
    expect(understand(kind, text)).toEqual({ value: text });
  });

  test('by the name of each country and currency of today', () => {
    const countries = new Intl.DisplayNames('en', { type: 'region' });
    expect(countryCodes.map((code) => understand('country', countries.of(code) ?? '').value)).toEqual(countryCodes);
    const currencies = new Intl.DisplayNames('en', { type: 'currency' });
    const known = Intl.supportedValuesOf('currency');
    const named = currencyCodes.filter((code) => known.includes(code) && currencies.of(code) !== code);
    expect(named.length).toBeGreaterThan(150);
    expect(named.map((code) => understand('currency', currencies.of(code) ?? '').value)).toEqual(named);
  });
});

describe('the draft', () => {
  const fields = { '/country': 'x', '/address/country': 'Germany', '/currency': 'eur', '/totalValue': '1.234,50' };
  const draft = { ...emptyDraft, fields, costCodes: [emptyRow, { ...emptyRow, code: '1', budget: '1,234' }] };

  test('becomes a document of what is understood', () => {
    expect(toProject(draft)).toMatchObject({ address: { country: 'DE' }, currency: 'EUR', totalValue: '1234.50' });
  });

  test('has what is not understood said at its field, once', () => {
    const own = misread(draft);
    expect(own).toEqual([expect.objectContaining({ pointer: '/costCodes/0/budget', isError: true })]);
    const rules = ['/costCodes/0/budget', '/name'].map((pointer) => ({ pointer, message: 'wrong', isError: true }));
    expect(withMisread(rules, own)).toEqual([...own, rules[1]]);
  });

  test('shows an amount of a document so that it is read as it is', () => {
    const garage = Project.parse(example('harbour-street-garage'));
    const [first, ...others] = garage.costCodes;
    const project = Project.parse({
      ...garage,
      totalValue: '1.234',
      costCodes: [{ ...first, budget: '62.500' }, ...others],
    });
    const shown = fromProject(project, '1042');
    expect(misread(shown)).toEqual([]);
    expect(toProject(shown)).toMatchObject({ totalValue: '1.2340' });
    expect(shown.costCodes[0]).toMatchObject({ budget: '62.5000' });
    expect(fromJson(JSON.stringify(project))).toMatchObject({ draft: { fields: shown.fields } });
  });
});
