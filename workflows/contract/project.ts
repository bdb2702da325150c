/** The project document as an admin submits it. Strict: an unknown key is named and refused. */
import { z } from 'zod';
import { countryCodes, currenciesAsOf, currencyCodes, isCountry, isCurrency } from './iso';
import { limits } from './limits';
import { type DocumentKind, type DocumentRow, type DocumentRows, projectTable } from './project-table';
import { findSizeFault, findTwins } from './text';
import { identifier, line, lines, texts } from './text-schemas';

/** The type of a field's schema, inferred from its row. */
type SchemaOf<Row> = Row extends { readonly optional: true } ? z.ZodOptional<ContentOf<Row>> : ContentOf<Row>;
type ContentOf<Row> = Row extends { readonly kind: 'group'; readonly fields: infer Rows }
  ? ObjectOf<Rows>
  : Row extends { readonly kind: 'list'; readonly fields: infer Rows }
    ? z.ZodArray<ObjectOf<Rows>>
    : Row extends { readonly kind: 'identifiers' }
      ? z.ZodArray<z.ZodString>
      : Row extends { readonly kind: 'texts' }
        ? z.ZodRecord<z.ZodString, z.ZodString>
        : z.ZodString;
type ObjectOf<Rows> = z.ZodObject<{ -readonly [K in keyof Rows]: SchemaOf<Rows[K]> }, z.core.$strict>;

const decimals = 'must be a decimal string such as "125000.00"';

/** The schema of each kind of field. An amount has at most 15 digits before and 4 after the point. */
const contents: { readonly [K in DocumentKind]: (row: DocumentRow<K>) => z.ZodType } = {
  identifier: ({ maxChars }) => identifier(maxChars),
  line: ({ maxChars }) => line(maxChars),
  lines: ({ maxChars }) => lines(maxChars),
  date: () => z.iso.date('must be a date such as "2026-03-01"'),
  amount: () => z.string(decimals).regex(/^\d{1,15}(\.\d{1,4})?$/, decimals),
  signed_amount: () => z.string(decimals).regex(/^-?\d{1,15}(\.\d{1,4})?$/, decimals),
  country: () =>
    z
      .string()
      .trim()
      .refine(isCountry, 'must be an ISO 3166-1 alpha-2 country code such as "US"')
      .meta({ description: 'ISO 3166-1 alpha-2', enum: countryCodes, examples: ['US'] }),
  currency: () =>
    z
      .string()
      .trim()
      .refine(isCurrency, 'must be an ISO 4217 currency code such as "USD"')
      .meta({ description: `ISO 4217, list one of ${currenciesAsOf}`, enum: currencyCodes, examples: ['USD'] }),
  group: ({ fields }) => toObject(fields),
  list: ({ fields, noun, maxEntries }) =>
    z
      .array(toObject(fields))
      .min(1, `needs at least one ${noun}`)
      .max(maxEntries, `must have at most ${maxEntries} ${noun}s`),
  identifiers: ({ noun, maxEntries, maxChars }) =>
    z
      .array(identifier(maxChars))
      .min(1, `needs at least one ${noun}`)
      .max(maxEntries, `must have at most ${maxEntries} ${noun}s`)
      .refine((types) => findTwins(types).length === 0, `${noun}s must be different`)
      .meta({ uniqueItems: true }),
  texts: ({ noun, maxEntries, maxKeyChars, maxChars }) =>
    texts(maxKeyChars, line(maxChars))
      .refine((fields) => Object.keys(fields).length <= maxEntries, `must have at most ${maxEntries} ${noun}s`)
      .meta({ maxProperties: maxEntries }),
};

function toSchema<K extends DocumentKind>(row: DocumentRow<K>): z.ZodType {
  const { kind, optional, description } = row;
  const content = contents[kind](row);
  const schema = description === undefined ? content : content.meta({ description });
  return optional ? schema.optional() : schema;
}

// The types of the schemas are read from the same rows.
function toObject<Rows extends DocumentRows>(rows: Rows): ObjectOf<Rows>;
function toObject(rows: DocumentRows): z.ZodType {
  return z.strictObject(Object.fromEntries(Object.entries(rows).map(([field, row]) => [field, toSchema(row)])));
}

const ProjectShape = toObject(projectTable);

export const Address = ProjectShape.shape.address;
export type Address = z.infer<typeof Address>;

export const CostCode = ProjectShape.shape.costCodes.element;
export type CostCode = z.infer<typeof CostCode>;

/** The schema of the document, with the checks that concern several fields. */
export const Project = ProjectShape.superRefine((project, context) => {
  const { startDate, completionDate } = project;
  if (startDate !== undefined && completionDate !== undefined && completionDate < startDate) {
    context.addIssue({ code: 'custom', path: ['completionDate'], message: 'must not be before startDate' });
  }
  for (const { index, first } of findTwins(project.costCodes.map((costCode) => costCode.code))) {
    context.addIssue({
      code: 'custom',
      path: ['costCodes', index, 'code'],
      message: `is the same code as cost code ${first + 1} of the list`,
    });
  }
  const sizeFault = findSizeFault(project, limits.documentBytes);
  if (sizeFault !== undefined) context.addIssue({ code: 'custom', path: [], message: sizeFault });
});
export type Project = z.infer<typeof Project>;
