/** The submission that is open: read again on every change, and what others did to it meanwhile. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ShownSubmission, SubmissionView } from '../api/answers';
import { isOutline, isShown, type Outline } from '../api/client';
import { companyPath, useDesk } from '../api/desk';
import { type Reading, useReading } from '../api/reading';
import { type Act, lastAct } from '../model/acts';
import { defined } from '../../workflows/contract/defined';

export interface ReviewReading extends Reading<SubmissionView> {
  /** What was done while this was open, and not here. */
  readonly elsewhere?: Act;
  /** It has another revision than when it was opened. */
  readonly isNewRevision: boolean;
  /** In place of the value: its workflow does not tell its state. */
  readonly outline?: Outline;
}

export function useReview(projectId: string): ReviewReading {
  const { companyId, onProblem, tick } = useDesk();
  const path = companyPath(companyId, `submissions/${projectId}`);
  const { value: shown, put: putRead, ...reading } = useReading<ShownSubmission>(path, isShown, tick, onProblem);
  const outline = shown && isOutline(shown) ? shown : undefined;
  const view = shown && !isOutline(shown) ? shown : undefined;
  /** What this page knows of: as it was opened, or as its own commands left it. */
  const known = useRef<SubmissionView>(undefined);
  const [elsewhere, setElsewhere] = useState<Act>();
  const [isNewRevision, setIsNewRevision] = useState(false);
  useEffect(() => {
    if (!view) return;
    known.current ??= view;
    const act = lastAct(view);
    if (!act || act.at === lastAct(known.current)?.at) return;
    setElsewhere(act);
    setIsNewRevision(view.revision > known.current.revision);
  }, [view]);
  const put = useCallback(
    (next: SubmissionView) => {
      known.current = next;
      setElsewhere(undefined);
      putRead(next);
    },
    [putRead],
  );
  const found = defined({ value: view, outline });
  return { ...reading, ...found, put, ...defined({ elsewhere }), isNewRevision };
}
