/** The custom fields of a project, named by their labels. Pure. */
import { limits } from '../../../workflows/contract/limits';
import { findIdentifierFault, findTwins, identifierKey } from '../../../workflows/contract/text';
import { toLine } from './lines';
import { toPlainText } from './rich-text';
import type { ProcoreProject } from './shapes';

/** What a person reads: a plain value itself, of a choice its label. */
function findLabel(value: unknown): string | undefined {
  if (typeof value === 'string') return toLine(toPlainText(value));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const label: unknown = 'label' in value ? value.label : 'name' in value ? value.name : undefined;
  return typeof label === 'string' ? toLine(label) : undefined;
}

function toFieldText(field: unknown): string | undefined {
  const value: unknown = typeof field === 'object' && field !== null && 'value' in field ? field.value : undefined;
  if (!Array.isArray(value)) return findLabel(value);
  const labels = value.flatMap((each: unknown) => findLabel(each) ?? []);
  return labels.length > 0 ? labels.join(', ') : undefined;
}

interface Held {
  /** Procore's key of the field, such as `custom_field_598134`. */
  readonly key: string;
  readonly value: string;
}

const heldIn = ({ custom_fields: fields }: ProcoreProject): Held[] =>
  Object.entries(fields ?? {}).flatMap(([key, field]) => {
    const value = toFieldText(field);
    return value === undefined ? [] : [{ key, value }];
  });

const toDefinitionId = (key: string): number | undefined => {
  const id = /^custom_field_([1-9]\d{0,14})$/.exec(key)?.[1];
  return id === undefined ? undefined : Number(id);
};

/** Returns the ids of the definitions of the fields that are filled in. */
export const listDefinitionIds = (project: ProcoreProject): number[] =>
  heldIn(project).flatMap(({ key }) => toDefinitionId(key) ?? []);

/** The labels, by the id of the definition. */
export type Labels = ReadonlyMap<number, string>;

const fits = (name: string): boolean => name.length <= limits.keyChars && findIdentifierFault(name) === undefined;

/** A label that no identifier can be, or that another field has too, would lose a field: then Procore's key is said. */
function toFieldNames(keys: readonly string[], labels: Labels, taken: readonly string[]): string[] {
  const wanted = keys.map((key) => toLine(labels.get(toDefinitionId(key) ?? 0)) ?? key);
  const all = [...taken, ...wanted];
  const shared = new Set(findTwins(all).map(({ index }) => identifierKey(all[index] ?? '')));
  return wanted.map((name, index) => {
    const key = keys[index] ?? '';
    const told = shared.has(identifierKey(name)) ? `${name} (${key})` : name;
    return fits(told) ? told : key;
  });
}

/** Returns the fields that are filled in, and the accounting project number. */
export function toCustomFields(project: ProcoreProject, labels: Labels): Record<string, string> | undefined {
  const accounting = toLine(project.accounting_project_number);
  const own = accounting === undefined ? [] : [['accounting_project_number', accounting] as const];
  const held = heldIn(project);
  const names = toFieldNames(
    held.map(({ key }) => key),
    labels,
    own.map(([name]) => name),
  );
  const all = [...own, ...held.map(({ value }, index) => [names[index] ?? '', value] as const)];
  return all.length > 0 ? Object.fromEntries(all) : undefined;
}
