/** The names that people give to the fields of a project, by JSON pointer. */
import {
  fromPlace,
  isCostCodeField,
  isProjectField,
  memberAt,
  splitPointer,
  valueAt,
} from '../../workflows/contract/pointers';
import { texts } from '../texts';
import { ownText } from './own';

function costCodeLabel([, code, field]: readonly string[]): string {
  if (code === undefined) return texts.fields.costCodes;
  const name = texts.fields.costCode(code);
  if (field === undefined) return name;
  return `${name}, ${isCostCodeField(field) ? texts.fields.ofCostCode[field] : field}`;
}

const jobLabel = ([, field, key]: readonly string[]): string =>
  field === 'fields' && key !== undefined ? key : texts.fields.jobNumber;

/** What people call the field; the pointer itself for one nobody knows. A cost code is called by its code. */
export function toLabel(pointer: string): string {
  if (pointer === '') return texts.fields.document;
  if (isProjectField(pointer)) return texts.fields.project[pointer];
  const parts = splitPointer(pointer);
  const [first = '', second] = parts;
  if (first === 'costCodes') return costCodeLabel(parts);
  if (first === 'job') return jobLabel(parts);
  if (first === 'customFields' && second !== undefined) return second;
  return parts.length === 1 ? (ownText(texts.fields.groups, first) ?? pointer) : pointer;
}

/** A pointer into a body that wraps the project, or into the project itself, as one into the project. */
export const inProject = (pointer: string): string => pointer.replace(/^\/project(?=\/|$)/, '');

/** The codes of a document as it is typed, or read from a file: whatever stands in it. */
export function listCodes(document: unknown): string[] {
  const costCodes = memberAt(document, ['costCodes']);
  return Array.isArray(costCodes) ? costCodes.map((costCode) => valueAt(costCode, '/code') ?? '') : [];
}

/** A pointer into a document that was sent, where a cost code stands at its place: a row without a code by its number. */
export function placeLabel(pointer: string, codes: readonly string[]): string {
  const [first, place = '', field] = splitPointer(pointer);
  const isRow = first === 'costCodes' && /^\d{1,4}$/.test(place);
  if (!isRow || (codes[Number(place)] ?? '') !== '') return toLabel(fromPlace(pointer, codes));
  return costCodeLabel(['', texts.fields.row(Number(place) + 1), ...(field === undefined ? [] : [field])]);
}
