import { parseInput } from '../../api/request/body';
import { Problem } from '../../api/problems';
import { fromProblem } from '../../web/model/findings';
import { toSentence } from '../../web/model/messages';
import { ValidateBody } from '../../workflows/contract/commands';
import { costCodeFields, projectFields } from '../../workflows/contract/pointers';
import { texts } from '../../web/texts';
import { example } from '../support/processes/stack';

const project = example('harbour-street-garage');
const [costCode] = project['costCodes'] as readonly object[];

/** What the API says of a project with these changes, as the form shows it. */
function listMessages(change: object): string[] {
  try {
    parseInput(ValidateBody, { project: { ...project, ...change } });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return fromProblem({ errors: [...(error.extras.errors ?? [])] } as Parameters<typeof fromProblem>[0]).map(
      ({ pointer, message }) => `${pointer}: ${message}`,
    );
  }
}

describe('beside a field stands what to do, in a sentence', () => {
  test.each([
    [{ totalValue: 'about 5' }, '/totalValue: Enter an amount such as 125,000.00.'],
    [{ totalValue: '-5' }, '/totalValue: Enter an amount such as 125,000.00.'],
    [
      { costCodes: [{ ...costCode, budget: '1.000,00' }] },
      '/costCodes/0/budget: Enter an amount such as 125,000.00 or -5,000.00.',
    ],
    [{ currency: 'dollar' }, '/currency: Enter the three letters of a currency, such as USD.'],
    [{ currency: undefined }, '/currency: Fill in this field.'],
    [{ startDate: '5/4/27', completionDate: undefined }, '/startDate: Enter a date such as 2027-03-01.'],
    [{ completionDate: '1999-01-01' }, '/completionDate: Enter a date that is not before the start.'],
    [{ name: ' ' }, '/name: Fill in this field.'],
    [{ name: 'x'.repeat(201) }, '/name: This field must have at most 200 characters.'],
    [{ number: '24\u200b017' }, '/number: This field must not contain U+200B (invisible).'],
    [{ costCodes: [] }, '/costCodes: Enter at least one cost code.'],
    [{ costCodes: [{ ...costCode, costTypes: [] }] }, '/costCodes/0/costTypes: Enter at least one cost type.'],
    [{ costCodes: [costCode, costCode] }, '/costCodes/1/code: This field is the same code as cost code 1 of the list.'],
    [{ customFields: { permit: '' } }, '/customFields/permit: Fill in this field.'],
    [{ colour: 'red' }, '/colour: This field is an unknown field.'],
  ])('%j', (change, message) => expect(listMessages(change)).toEqual([message]));

  test('whatever is wrong with any field', () => {
    const broken = [undefined, '', ' ', 'x\ty', 5, [], 'x'.repeat(3_000)];
    const fields = projectFields.filter((field) => !field.slice(1).includes('/')).map((field) => field.slice(1));
    const said = broken.flatMap((value) => [
      ...fields.flatMap((field) => listMessages({ [field]: value })),
      ...costCodeFields.flatMap((field) => listMessages({ costCodes: [{ ...costCode, [field]: value }] })),
      ...listMessages({ address: value }),
      ...listMessages({ customFields: { permit: value } }),
    ]);
    expect(said.length).toBeGreaterThan(50);
    const isSentence = /^[^:]*: [A-Z][^\n]*[.!?]$/;
    expect(said.filter((text) => !isSentence.test(text))).toEqual([]);
  });

  test('what is a sentence already stays as it is, and the document is no field', () => {
    const error = { pointer: '/name', code: 'too_long', message: 'Vista allows at most 30 characters here.' };
    expect(toSentence(error)).toBe(error.message);
    const asked = { pointer: '/type', code: 'required', message: 'Vista requires this field.' };
    expect(toSentence(asked)).toBe(asked.message);
    const size = { pointer: '/project', code: 'invalid', message: 'must be at most 512 KiB of JSON' };
    expect(toSentence(size)).toBe('The project must be at most 512 KiB of JSON.');
    expect(toSentence({ pointer: '/job/number', code: 'required', message: 'is required' })).toBe(texts.wrong.required);
  });
});
