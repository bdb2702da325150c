/**
 * The fields of the project document, in their order. `project.ts` makes the schema of the API from this table,
 * `domain/read-project.ts` the reader in the sandbox, and `pointers.ts` the pointers; the rules of an ERP and the form on
 * the desk read it as well. It is plain data, so that the sandbox and a browser can load it.
 *
 * A running submission has a document of an older version. A new field must therefore be optional.
 */
import { limits } from './limits';

interface Length {
  readonly maxChars: number;
}

/** `noun` is the name of one entry. */
interface Entries {
  readonly noun: string;
  readonly maxEntries: number;
}

/** The kinds of fields. A row has these properties beside its kind. */
interface Kinds {
  readonly identifier: Length;
  readonly line: Length;
  readonly lines: Length;
  readonly date: unknown;
  /** 0 or more. */
  readonly amount: unknown;
  readonly signed_amount: unknown;
  readonly country: unknown;
  readonly currency: unknown;
  readonly group: { readonly fields: DocumentRows };
  readonly list: Entries & { readonly fields: DocumentRows };
  /** A list of at least one identifier, of which no two are equal. */
  readonly identifiers: Entries & Length;
  /** A record of lines. No two keys are equal as identifiers. */
  readonly texts: Entries & Length & { readonly maxKeyChars: number };
}
export type DocumentKind = keyof Kinds;

export type DocumentRow<K extends DocumentKind = DocumentKind> = {
  readonly [P in K]: Kinds[P] & {
    readonly kind: P;
    readonly optional?: true;
    readonly description?: string;
    /** The rules of an ERP can restrict this text. */
    readonly ruled?: true;
  };
}[K];

export type DocumentRows = Readonly<Record<string, DocumentRow>>;

const name = { kind: 'line', maxChars: limits.nameChars, ruled: true } as const;
const key = { kind: 'identifier', maxChars: limits.keyChars, ruled: true } as const;
const optional = true;

export const projectTable = {
  name,
  number: { ...key, description: "The project's own number." },
  address: {
    kind: 'group',
    fields: {
      line1: name,
      line2: { ...name, optional },
      city: name,
      region: { ...name, optional },
      postalCode: { kind: 'identifier', maxChars: 40, ruled: true, optional },
      country: { kind: 'country' },
    },
  },
  startDate: { kind: 'date', ruled: true, optional },
  completionDate: { kind: 'date', ruled: true, optional },
  currency: { kind: 'currency' },
  totalValue: { kind: 'amount', ruled: true, optional },
  customer: { kind: 'group', fields: { name, code: { ...key, optional } }, optional },
  type: { ...name, optional },
  department: { ...name, optional },
  description: { kind: 'lines', maxChars: limits.textChars, ruled: true, optional },
  costCodes: {
    kind: 'list',
    noun: 'cost code',
    maxEntries: limits.costCodes,
    fields: {
      code: { kind: 'identifier', maxChars: 60, ruled: true },
      name,
      costTypes: { kind: 'identifiers', noun: 'cost type', maxEntries: 50, maxChars: 60 },
      budget: { kind: 'signed_amount', optional },
    },
  },
  customFields: {
    kind: 'texts',
    noun: 'custom field',
    maxEntries: 200,
    maxKeyChars: limits.keyChars,
    maxChars: limits.textChars,
    optional,
  },
} as const satisfies DocumentRows;

/** A field and its path from the top of the document. The fields of a list's entries stand below the list. */
export interface DocumentField {
  readonly path: readonly string[];
  readonly row: DocumentRow;
  /** `true` if each document must have the field: the objects around it are required as well. */
  readonly isRequired: boolean;
}

const listFields = (rows: DocumentRows, above: readonly string[], isAboveRequired: boolean): DocumentField[] =>
  Object.entries(rows).flatMap(([field, row]) => {
    const path = [...above, field];
    const isRequired = isAboveRequired && !row.optional;
    return [{ path, row, isRequired }, ...('fields' in row ? listFields(row.fields, path, isRequired) : [])];
  });

export const documentFields: readonly DocumentField[] = listFields(projectTable, [], true);

type RuledIn<Rows> = {
  [K in keyof Rows & string]: Rows[K] extends { readonly fields: infer Inner }
    ? `${K}.${RuledIn<Inner>}`
    : Rows[K] extends { readonly ruled: true }
      ? K
      : never;
}[keyof Rows & string];

/** A field that rules can restrict, such as `address.city`. `costCodes.name` stands for the name of each cost code. */
export type RuledField = RuledIn<typeof projectTable>;

function listRuled(): readonly RuledField[];
function listRuled(): readonly string[] {
  return documentFields.filter(({ row }) => row.ruled).map(({ path }) => path.join('.'));
}
export const ruledFields = listRuled();
