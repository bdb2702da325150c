/** The project document as an admin submits it. Strict: an unknown key is named and refused. */
import { z } from 'zod';
import { isCleanLine, utf8Bytes } from './text';
import { limits } from './limits';

/** One trimmed line in NFC of 1 to `max` characters. */
export const line = (max: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .min(1, 'must not be empty')
    .max(max)
    .refine(isCleanLine, 'must not hold control characters or lone surrogates');

const decimals = 'must be a decimal string such as "125000.00"';

/** Money as a decimal string, at most 15 digits before and 4 after the point. */
const money = z.string(decimals).regex(/^\d{1,15}(\.\d{1,4})?$/, decimals);
const signedMoney = z.string(decimals).regex(/^-?\d{1,15}(\.\d{1,4})?$/, decimals);

/** Written out: `Intl` also names codes that are no countries (`UK`, `SU`, `XK`), more with every version. */
const countryCodes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA ' +
  'CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA ' +
  'GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP ' +
  'KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS ' +
  'MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS ' +
  'RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW ' +
  'TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';
const countries = new Set(countryCodes.split(' '));
const isCountry = (code: string): boolean => countries.has(code);
const currencies = new Set(Intl.supportedValuesOf('currency'));

export const Address = z.strictObject({
  line1: line(limits.nameChars),
  line2: line(limits.nameChars).optional(),
  city: line(limits.nameChars),
  region: line(limits.nameChars).optional(),
  postalCode: line(40).optional(),
  country: z
    .string()
    .trim()
    .refine(isCountry, 'must be an ISO 3166-1 alpha-2 country code such as "US"')
    .meta({ description: 'ISO 3166-1 alpha-2', examples: ['US'] }),
});
export type Address = z.infer<typeof Address>;

export const CostCode = z.strictObject({
  code: line(60),
  name: line(limits.nameChars),
  costTypes: z
    .array(line(60))
    .min(1, 'needs at least one cost type')
    .max(50)
    .refine((types) => new Set(types).size === types.length, 'cost types must be different'),
  budget: signedMoney.optional(),
});
export type CostCode = z.infer<typeof CostCode>;

const customFieldKey = line(limits.keyChars);

const ProjectShape = z.strictObject({
  name: line(limits.nameChars),
  number: line(limits.keyChars).meta({ description: "the project's own number" }),
  address: Address,
  startDate: z.iso.date('must be a date such as "2026-03-01"').optional(),
  completionDate: z.iso.date('must be a date such as "2026-03-01"').optional(),
  currency: z
    .string()
    .trim()
    .refine((code) => currencies.has(code), 'must be an ISO 4217 currency code such as "USD"')
    .meta({ description: 'ISO 4217', examples: ['USD'] }),
  totalValue: money.optional(),
  customer: z.strictObject({ name: line(limits.nameChars), code: line(limits.keyChars).optional() }).optional(),
  type: line(limits.nameChars).optional(),
  department: line(limits.nameChars).optional(),
  description: line(limits.textChars).optional(),
  costCodes: z
    .array(CostCode)
    .min(1, 'needs at least one cost code')
    .max(limits.costCodes, `at most ${String(limits.costCodes)} cost codes`),
  customFields: z
    .record(customFieldKey, line(limits.textChars))
    .refine((fields) => Object.keys(fields).length <= 200, 'at most 200 custom fields')
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
  const seen = new Map<string, number>();
  for (const [index, { code }] of project.costCodes.entries()) {
    const first = seen.get(code);
    if (first !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['costCodes', index, 'code'],
        message: `is the same code as cost code ${String(first + 1)} of the list`,
      });
    }
    seen.set(code, first ?? index);
  }
  if (utf8Bytes(JSON.stringify(project)) > limits.documentBytes) {
    context.addIssue({
      code: 'custom',
      path: [],
      message: `must be at most ${String(limits.documentBytes / 1024)} KiB of JSON`,
    });
  }
});
export type Project = z.infer<typeof Project>;
