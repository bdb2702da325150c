/** The rejection that is being written: its reason in the panel, and what is wrong with each field beside that field. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Draft } from '../api/draft';
import type { RejectDraft } from '../model/reject';

export interface Rejecting {
  readonly draft: Draft<RejectDraft>;
  /** Whether this person can reject the submission now. */
  readonly isAllowed: boolean;
  /** What takes the focus as soon as it is on the page: the reason, or what is wrong with a field. */
  readonly focus: { current: 'reason' | { readonly pointer: string } | undefined };
  readonly open: () => void;
  /** Opens the rejection, too. */
  readonly complain: (pointer: string) => void;
}

const RejectingContext = createContext<Rejecting | undefined>(undefined);
export const RejectingProvider = RejectingContext.Provider;

/** @throws Error outside a review: a mistake of ours */
export function useRejecting(): Rejecting {
  const rejecting = useContext(RejectingContext);
  if (!rejecting) throw new Error('there is no review here');
  return rejecting;
}

/** The form in the panel. What is written beside the fields belongs to it. */
export const rejectFormId = 'reject-form';
