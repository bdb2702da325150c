/** A submission as it is reviewed: what changed and what was found, the document, then the decision and the story. */
import { useRef } from 'preact/hooks';
import type { ShownStanding, SubmissionView } from '../api/answers';
import { useDesk } from '../api/desk';
import { Notice } from '../components/notice';
import { When } from '../components/when';
import { withStanding } from '../model/standing';
import { texts } from '../texts';
import { Checks } from './checks';
import { Conversation } from './conversation';
import { Differences } from './differences';
import { Document } from './document';
import { ExportState } from './export-state';
import { Heading } from './heading';
import { NotShown } from './not-shown';
import { OutlinePage } from './outline-page';
import { Panel } from './panel';
import { panelId } from './panel-props';
import { Decisions, Timeline } from './timeline';
import { RejectingReview } from './rejecting-review';
import { type ReviewReading, useReview } from './use-review';

interface ReviewProps {
  readonly projectId: string;
  /** The reader was brought here: the heading is read out. */
  readonly takesFocus: boolean;
  /** A command was done; goes on to what is next, if anything is. */
  readonly onDone: (view: SubmissionView) => void;
}

function Elsewhere({ elsewhere, isNewRevision, value }: ReviewReading) {
  if (!elsewhere) return null;
  return (
    <Notice tone="attention">
      <p>
        {texts.review.elsewhere(elsewhere.what, elsewhere.who)} <When at={elsewhere.at} />
      </p>
      {isNewRevision && value && <p>{texts.review.newRevision(value.revision)}</p>}
    </Notice>
  );
}

export function Review({ projectId, takesFocus, onDone }: ReviewProps) {
  const hadFocus = useRef(false);
  const reading = useReview(projectId);
  const { refresh } = useDesk();
  const { value: view, outline, problem, put } = reading;
  if (outline) return <OutlinePage outline={outline} />;
  if (!view) return <NotShown problem={problem} />;
  const focusTitle = (title: HTMLElement | null): void => {
    // Once: each repaint sets the reference again, and somebody may be typing by then.
    if (!title || !takesFocus || hadFocus.current) return;
    hadFocus.current = true;
    title.focus();
  };
  // What was sent is shown at once, and what came of it is read after.
  const onApplied = (standing: ShownStanding): void => {
    const next = withStanding(view, standing);
    put(next);
    onDone(next);
  };
  const onRequested = (standing: ShownStanding): void => {
    put(withStanding(view, standing));
    refresh();
  };
  return (
    <RejectingReview view={view}>
      <article class="review" aria-labelledby="review-title">
        <div class="review-top">
          <Heading view={view} titleRef={focusTitle} />
          <Elsewhere {...reading} />
          {/* Where the document stands between: on a phone. */}
          <a class="to-decision" href={`#${panelId}`}>
            {texts.review.toDecision}
          </a>
        </div>
        <div class="review-first">
          <ExportState view={view} />
          <Conversation view={view} onRequested={onRequested} />
          <Differences view={view} />
          <Checks view={view} />
        </div>
        <div class="review-document">
          <Document view={view} />
        </div>
        <Panel view={view} onApplied={onApplied} onRequested={onRequested} />
        <div class="review-second">
          <Decisions view={view} />
          <Timeline view={view} />
        </div>
      </article>
    </RejectingReview>
  );
}
