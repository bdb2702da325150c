/** Requests a preflight of the project and of the job number that is typed. */
import type { PanelProps } from './panel-props';
import { ProblemNotice } from '../components/problem';
import { texts } from '../texts';
import { useAct } from './use-act';

interface PreflightButtonProps extends PanelProps {
  readonly number: string;
}

export function PreflightButton({ view, onRequested, number }: PreflightButtonProps) {
  const act = useAct('preflight', { view, onApplied: onRequested });
  // Most ERPs do not support a preflight: nothing is missing then.
  if (!act.action.allowed) return null;
  const about = number.trim();
  return (
    <>
      <button
        type="button"
        disabled={!act.isReady || view.isPreflightRunning === true}
        onClick={() => void act.send(about === '' ? {} : { number: about })}
      >
        {view.isPreflightRunning ? texts.review.preflightRunning : texts.decide.preflight(about)}
      </button>
      {act.problem && <ProblemNotice problem={act.problem} />}
    </>
  );
}
