/** Custom fields while they are typed: pairs in their order, where a name may be missing or stand twice. */
import { toPointer } from '../../workflows/contract/pointers';
import { texts } from '../texts';
import type { Finding } from './findings';

export interface CustomField {
  readonly key: string;
  readonly value: string;
}

export const emptyField: CustomField = { key: '', value: '' };

const isEmpty = ({ key, value }: CustomField): boolean => key.trim() === '' && value.trim() === '';

/** As checks and rejections name it. */
export const toFieldPointer = ({ key }: CustomField): string => toPointer('customFields', key.trim());

/** Without empty pairs; `undefined`: there are no others. Of two with one name the last counts: see `doubled`. */
export function toCustomFields(fields: readonly CustomField[]): Record<string, string> | undefined {
  const pairs = fields.filter((field) => !isEmpty(field)).map(({ key, value }) => [key.trim(), value.trim()] as const);
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

export const fromCustomFields = (fields: Readonly<Record<string, string>> = {}): CustomField[] =>
  Object.entries(fields).map(([key, value]) => ({ key, value }));

/** Names that stand twice: no document can say so, and nothing typed may be lost in silence. */
export function doubled(fields: readonly CustomField[]): Finding[] {
  const pointers = fields.filter((field) => !isEmpty(field)).map(toFieldPointer);
  const twice = new Set(pointers.filter((pointer, index) => pointers.indexOf(pointer) < index));
  return [...twice].map((pointer) => ({ pointer, message: texts.sender.sameName, isError: true }));
}
