/** The rules of an ERP in plain words. */
import { catalogue } from '../../adapters/companies/catalogue';
import { toAcceptField, toProvenance } from '../../adapters/companies/figures';
import { toPlainRules } from '../../web/model/rules';
import { texts } from '../../web/texts';

const figure = (rule: string, value: string | number | boolean) =>
  ({ rule, value, source: 'Vendor, page 7', certainty: 'read' }) as const;
const acceptFields = [{ key: 'division', label: 'Division', type: 'text', required: true }] as const;
const plain = (rule: string, value: string | number | boolean) =>
  toPlainRules({ figures: [figure(rule, value)], acceptFields: [...acceptFields] })[0];

test.each<[string, string | number | boolean, string, string]>([
  ['name.maxLength', 30, 'Name', 'has at most 30 characters'],
  ['address.city.required', true, 'City', 'must be given'],
  ['jobNumber.mask', '##-###', 'Job number', 'looks like 24-017 (##-###)'],
  ['costCodes.max', 500, texts.fields.costCodes, 'are at most 500'],
  ['acceptFields.division.required', true, 'Division', 'must be given'],
  ['uniqueBy', 'name', 'The project', 'is found in the ERP by its name, which must be unique'],
])('%s %s reads: %s %s', (rule, value, about, says) => {
  expect(plain(rule, value)).toEqual({
    about,
    says: rule.endsWith('mask') ? (expect.stringContaining('(##-###)') as string) : says,
    source: 'Vendor, page 7',
    certainty: 'read in pages of the vendor',
  });
});

test('a rule that this desk does not know is shown as it is', () => {
  expect(plain('name.constructor', 7)).toMatchObject({ about: 'Name', says: 'constructor: 7' });
});

test.each(Object.entries(catalogue))('every figure of %s has its words', (_, { rules, acceptFields: fields }) => {
  const figures = toProvenance(rules, fields).map((one) => ({ ...one }));
  const unsaid = toPlainRules({ figures, acceptFields: fields.map(toAcceptField) }).filter(
    ({ about, says }) => about.startsWith('/') || /^\w+: /.test(says),
  );
  expect(unsaid).toEqual([]);
});
