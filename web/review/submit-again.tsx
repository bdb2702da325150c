/** What is closed can be submitted again: a new run, and an update where the ERP has it already. */
import type { SubmissionView } from '../api/answers';
import { isProjectAdmin, useDesk } from '../api/desk';
import { toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { panelId } from './panel-props';
import { texts } from '../texts';

export function SubmitAgain({ view }: { readonly view: SubmissionView }) {
  const { go, place, grants } = useDesk();
  const isClosed = view.status !== 'exporting';
  if (!isClosed || !isProjectAdmin(grants, view.projectId)) return <div class="panel-none" />;
  const target = { ...place, isWriting: true as const };
  return (
    <aside id={panelId} class="panel" tabIndex={-1} aria-label={texts.decide.title}>
      <a class="button" href={toPath(target)} onClick={onLink(() => go(target))}>
        {texts.sender.again}
      </a>
      <p class="hint">{texts.sender.againNote}</p>
    </aside>
  );
}
