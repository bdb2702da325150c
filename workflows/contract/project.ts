/** The project document as an admin submits it. Strict: an unknown key is named and refused. */
import { z } from 'zod';
import { countryCodes, currenciesAsOf, currencyCodes, isCountry, isCurrency } from './iso';
import { limits } from './limits';
import { findTwins, utf8Bytes } from './text';
import { identifier, line, lines, texts } from './text-schemas';

const decimals = 'must be a decimal string such as "125000.00"';

/** Money as a decimal string, at most 15 digits before and 4 after the point. */
const money = z.string(decimals).regex(/^\d{1,15}(\.\d{1,4})?$/, decimals);
const signedMoney = z.string(decimals).regex(/^-?\d{1,15}(\.\d{1,4})?$/, decimals);

export const Address = z.strictObject({
  line1: line(limits.nameChars),
  line2: line(limits.nameChars).optional(),
  city: line(limits.nameChars),
  region: line(limits.nameChars).optional(),
  postalCode: identifier(40).optional(),
  country: z
    .string()
    .trim()
    .refine(isCountry, 'must be an ISO 3166-1 alpha-2 country code such as "US"')
    .meta({ description: 'ISO 3166-1 alpha-2', enum: countryCodes, examples: ['US'] }),
});
export type Address = z.infer<typeof Address>;

export const CostCode = z.strictObject({
  code: identifier(60),
  name: line(limits.nameChars),
  costTypes: z
    .array(identifier(60))
    .min(1, 'needs at least one cost type')
    .max(50)
    .refine((types) => findTwins(types).length === 0, 'cost types must be different')
    .meta({ uniqueItems: true }),
  budget: signedMoney.optional(),
});
export type CostCode = z.infer<typeof CostCode>;

const ProjectShape = z.strictObject({
  name: line(limits.nameChars),
  number: identifier(limits.keyChars).meta({ description: "The project's own number." }),
  address: Address,
  startDate: z.iso.date('must be a date such as "2026-03-01"').optional(),
  completionDate: z.iso.date('must be a date such as "2026-03-01"').optional(),
  currency: z
    .string()
    .trim()
    .refine(isCurrency, 'must be an ISO 4217 currency code such as "USD"')
    .meta({ description: `ISO 4217, list one of ${currenciesAsOf}`, enum: currencyCodes, examples: ['USD'] }),
  totalValue: money.optional(),
  customer: z.strictObject({ name: line(limits.nameChars), code: identifier(limits.keyChars).optional() }).optional(),
  type: line(limits.nameChars).optional(),
  department: line(limits.nameChars).optional(),
  description: lines(limits.textChars).optional(),
  costCodes: z
    .array(CostCode)
    .min(1, 'needs at least one cost code')
    .max(limits.costCodes, `at most ${limits.costCodes} cost codes`),
  customFields: texts(limits.keyChars, line(limits.textChars))
    .refine((fields) => Object.keys(fields).length <= 200, 'at most 200 custom fields')
    .meta({ maxProperties: 200 })
    .optional(),
});

export const Project = ProjectShape.superRefine((project, context) => {
  const { startDate, completionDate } = project;
  if (startDate !== undefined && completionDate !== undefined && completionDate < startDate) {
    context.addIssue({
      code: 'custom',
      path: ['completionDate'],
      message: 'must not be before startDate',
    });
  }
  for (const { index, first } of findTwins(project.costCodes.map(({ code }) => code))) {
    context.addIssue({
      code: 'custom',
      path: ['costCodes', index, 'code'],
      message: `is the same code as cost code ${first + 1} of the list`,
    });
  }
  if (utf8Bytes(JSON.stringify(project)) > limits.documentBytes) {
    context.addIssue({
      code: 'custom',
      path: [],
      message: `must be at most ${limits.documentBytes / 1024} KiB of JSON`,
    });
  }
});
export type Project = z.infer<typeof Project>;
