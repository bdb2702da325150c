/** What is typed to reject, and the command it becomes. */
import type { FieldMessage } from '../../workflows/contract/commands';

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
    ...(category !== '' && { category }),
    ...(said.length > 0 && { fields: said }),
  };
}
