/** What every form of the panel is given. */
import type { ShownStanding, SubmissionView } from '../api/answers';
import type { FirstAct } from '../model/remedy';

export interface PanelProps {
  readonly view: SubmissionView;
  /** A command was applied; the panel's submission is done with. */
  readonly onApplied: (standing: ShownStanding) => void;
  /** The act that can succeed, where the export is parked. */
  readonly firstAct?: FirstAct | undefined;
  /** A preflight was requested, which decides nothing. */
  readonly onRequested: (standing: ShownStanding) => void;
}

/** The place of the panel in its page, for links. */
export const panelId = 'decision';
