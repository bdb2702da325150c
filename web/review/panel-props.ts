/** What every form of the panel is given. */
import type { SubmissionView } from '../api/answers';

export interface PanelProps {
  readonly view: SubmissionView;
  /** A command was done, and this is what came of it. */
  readonly onView: (view: SubmissionView) => void;
  /** Something was asked, which decides nothing. */
  readonly onAsked: (view: SubmissionView) => void;
}
