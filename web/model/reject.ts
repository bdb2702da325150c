/** The input for a rejection, and the command that is made from it. */
import type { FieldMessage } from '../../workflows/contract/commands';
import { defined } from '../../workflows/contract/defined';

export interface RejectDraft {
  readonly isOpen: boolean;
  readonly reason: string;
  readonly category: string;
  readonly fields: readonly FieldMessage[];
}

export const emptyReject: RejectDraft = { isOpen: false, reason: '', category: '', fields: [] };

export function rejectBody({ reason, category, fields }: Omit<RejectDraft, 'isOpen'>): object {
  const said = fields.map(({ pointer, message }) => ({ pointer, message: message.trim() }));
  return {
    reason: reason.trim(),
    ...defined({ category: category !== '' ? category : undefined, fields: said.length > 0 ? said : undefined }),
  };
}
