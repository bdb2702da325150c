/**
 * What the API says of a field, as a sentence. The API's words go on from the name of the field, as in "must not be
 * empty": whoever reads them has the pointer. Beside a field people read what to do.
 */
import { findField, toPointer } from '../../workflows/contract/pointers';
import { documentFields, type DocumentRow } from '../../workflows/contract/project-table';
import { texts } from '../texts';
import { ownText } from './own';
import { inProject } from './pointers';

interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Also of a list as a whole. */
const findRow = (pointer: string): DocumentRow | undefined =>
  findField(pointer)?.row ?? documentFields.find(({ path }) => toPointer(...path) === pointer)?.row;

const { required, kinds, order, atLeastOne } = texts.wrong;

/** The form of the value is wrong. Countries and currencies are looked up in a list, and dates compared with each other. */
const isForm = (code: string, { kind }: DocumentRow): boolean =>
  ['wrong_format', 'not_a_choice', 'wrong_type'].includes(code) || (code === 'invalid' && kind !== 'date');

/** What the desk says itself. */
function findOwn({ pointer, code }: FieldError): string | undefined {
  const row = findRow(inProject(pointer));
  if (row && 'noun' in row && code === 'too_small') return atLeastOne(row.noun);
  if (code === 'required' || code === 'too_small') return required;
  if (row === undefined) return undefined;
  if (isForm(code, row)) return ownText(kinds, row.kind);
  return row.kind === 'date' && code === 'invalid' ? order : undefined;
}

const isSentence = /^[A-Z].*[.!?]$/s;
const isPredicate = /^(?:must|needs|is|may|has|names) /;

/** The words of the rules and of the ERP are sentences already, and stay as they are. */
export function toSentence(error: FieldError): string {
  const { pointer, message } = error;
  if (isSentence.test(message)) return message;
  const own = findOwn(error);
  if (own !== undefined) return own;
  const subject = inProject(pointer) === '' ? texts.wrong.project : texts.wrong.field;
  return isPredicate.test(message)
    ? `${subject} ${message}.`
    : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
