/** The cursors of lists. A cursor says where a list goes on, and is bound to that list. */
import { sha256 } from '../../adapters/sha256';
import { Problem } from '../problems';

/**
 * What a cursor holds, with the version of its form: a page token of visibility, or the place of the last row. One of
 * another version of the service is not read.
 */
const forms = { token: '1', place: 'p1' } as const;
type Form = keyof typeof forms;

const fingerprint = (list: string): string => sha256(list, 'base64url').slice(0, 16);

/** Writes a cursor. `list` is the filter and the order that it is bound to. */
export const writeCursor = (form: Form, list: string, held: Uint8Array): string =>
  [forms[form], fingerprint(list), Buffer.from(held).toString('base64url')].join('.');

export const badCursor = (detail: string, cause?: unknown): Problem =>
  new Problem('malformed', detail, { errors: [{ pointer: '/cursor', code: 'invalid', message: detail }], cause });

/** Whether a cursor has this form. It may still be one of another list. */
export const hasForm = (form: Form, cursor: string): boolean => cursor.startsWith(`${forms[form]}.`);

/** Returns what a cursor holds. @throws Problem `malformed` for a cursor of another list or another version */
export function readCursor(form: Form, list: string, cursor: string): Buffer {
  const [given, bound, held = '', ...rest] = cursor.split('.');
  const isKnown = (Object.values(forms) as (string | undefined)[]).includes(given);
  if (!isKnown || rest.length > 0 || held === '') {
    throw badCursor('The cursor is not from this version. Start the list again without a cursor.');
  }
  if (given !== forms[form] || bound !== fingerprint(list)) {
    throw badCursor('The cursor belongs to a list with another filter. Start the list again without a cursor.');
  }
  return Buffer.from(held, 'base64url');
}
