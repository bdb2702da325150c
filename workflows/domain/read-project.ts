/**
 * Reads the project document by the table of its fields. The reader checks what the domain relies on: the shape, the
 * characters of each text, and the size. The schema of the API checks the rest, such as lengths and currencies.
 */
import { limits } from '../contract/limits';
import type { Project } from '../contract/project';
import { type DocumentKind, type DocumentRow, type DocumentRows, projectTable } from '../contract/project-table';
import { textFaults } from '../contract/text';
import { checkBytes, Malformed, read, refuseTwins, toFields, toIdentifier, toText, type Fields } from './read';

function checkText(value: unknown, name: string, kind: keyof typeof textFaults): void {
  const fault = typeof value === 'string' ? textFaults[kind](value) : 'must be a text';
  if (fault !== undefined) throw new Malformed(`${name} ${fault}`);
}

type CheckRow<K extends DocumentKind> = (value: unknown, name: string, row: DocumentRow<K>) => void;

const checkLine = (value: unknown, name: string): void => checkText(value, name, 'line');

const checks: { readonly [K in DocumentKind]: CheckRow<K> } = {
  identifier: (value, name) => checkText(value, name, 'identifier'),
  line: checkLine,
  lines: (value, name) => checkText(value, name, 'lines'),
  date: checkLine,
  amount: checkLine,
  signed_amount: checkLine,
  country: checkLine,
  currency: checkLine,
  group: (value, name, { fields }) => checkRows(toFields(value, name), name, fields),
  list: (value, name, { fields, maxEntries }) => {
    if (!Array.isArray(value) || value.length > maxEntries) {
      throw new Malformed(`${name} must be a list of at most ${maxEntries}`);
    }
    for (const entry of value) checkRows(toFields(entry, `an entry of ${name}`), name, fields);
  },
  identifiers: (value, name) => {
    if (!Array.isArray(value)) throw new Malformed(`${name} must be a list of texts`);
    const identifiers = value.map((entry: unknown) => toIdentifier(entry, name));
    refuseTwins(identifiers, name);
  },
  texts: (value, name, { maxKeyChars, maxChars }) => {
    const texts = toFields(value, name);
    for (const [key, text] of Object.entries(texts)) {
      toIdentifier(key, `a key of ${name}`, maxKeyChars);
      toText(text, `${name}.${key.slice(0, 100)}`, maxChars);
    }
    refuseTwins(Object.keys(texts), name);
  },
};

function checkRow<K extends DocumentKind>(value: unknown, name: string, row: DocumentRow<K>): void {
  checks[row.kind](value, name, row);
}

/** Checks the fields of an object. A field that only a newer version knows is read as a line. */
function checkRows(fields: Fields, name: string, rows: DocumentRows): void {
  for (const [key, row] of Object.entries(rows)) {
    const value = read(fields, key);
    if (value !== undefined || !row.optional) checkRow(value, `${name}.${key}`, row);
  }
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined && !Object.hasOwn(rows, key)) checkLine(value, `${name}.${key.slice(0, 100)}`);
  }
}

function assertProject(value: unknown): asserts value is Project {
  checkRows(toFields(value, 'project'), 'project', projectTable);
}

/** Reads a project document and returns it as it is. @throws Malformed */
export function toProject(value: unknown): Project {
  assertProject(value);
  // Pointers hold the codes, so their length counts too.
  const codes = value.costCodes.map(({ code }) => toIdentifier(code, 'project.costCodes.code'));
  refuseTwins(codes, 'project.costCodes');
  checkBytes(value, 'project', limits.documentBytes);
  return value;
}
