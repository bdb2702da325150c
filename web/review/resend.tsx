/** The way to the form in which a rejected or retrieved project is corrected. */
import { useId } from 'preact/hooks';
import { useDesk } from '../api/desk';
import { toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { WhyNot } from '../components/refusal-reason';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';

export function Resend({ view }: PanelProps) {
  const { go, place } = useDesk();
  const whyId = useId();
  const action = view.actions.resend;
  const target = { ...place, isWriting: true as const };
  return (
    <div>
      {action.allowed ? (
        <a class="button primary" href={toPath(target)} onClick={onLink(() => go(target))}>
          {texts.actions.resend}
        </a>
      ) : (
        <button type="button" disabled aria-describedby={whyId}>
          {texts.actions.resend}
        </button>
      )}
      <WhyNot id={whyId} action={action} />
    </div>
  );
}
