/** Keeps the rejection of the submission that is open. Only what shows the rejection is drawn again while it is written. */
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { useDraft } from '../api/draft';
import { emptyReject, type RejectDraft, withComplaint } from '../model/reject';
import { type Rejecting, RejectingProvider } from './rejecting';

interface RejectingReviewProps {
  readonly view: SubmissionView;
  readonly children: ComponentChildren;
}

export function RejectingReview({ view, children }: RejectingReviewProps) {
  const { companyId, projectId, actions } = view;
  const draft = useDraft<RejectDraft>(`reject ${companyId} ${projectId}`, emptyReject);
  const focus: Rejecting['focus'] = useRef(undefined);
  const isAllowed = actions.reject.allowed;
  const rejecting = useMemo<Rejecting>(
    () => ({
      draft,
      isAllowed,
      focus,
      open: () => {
        focus.current = 'reason';
        draft.set({ isOpen: true });
      },
      complain: (pointer) => {
        focus.current = { pointer };
        draft.set({ isOpen: true, fields: withComplaint(draft.value.fields, pointer) });
      },
    }),
    [draft.value, draft.set, draft.clear, isAllowed],
  );
  return <RejectingProvider value={rejecting}>{children}</RejectingProvider>;
}
