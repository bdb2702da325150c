/** Asks the ERP before the decision: about the project, and the job number that is typed. */
import type { PanelProps } from './panel-props';
import { ProblemNotice } from '../components/problem';
import { texts } from '../texts';
import { useAct } from './use-act';

interface Props extends PanelProps {
  readonly number: string;
}

export function AskErp({ view, onAsked, number }: Props) {
  const act = useAct('check', { view, onView: onAsked });
  // Most ERPs cannot be asked: nothing is missing then.
  if (!act.action.allowed) return null;
  const about = number.trim();
  return (
    <>
      <button
        type="button"
        disabled={!act.isReady || view.isAsking === true}
        onClick={() => void act.send(about === '' ? {} : { number: about })}
      >
        {view.isAsking ? texts.review.asking : texts.decide.ask(about)}
      </button>
      {act.problem && <ProblemNotice problem={act.problem} />}
    </>
  );
}
