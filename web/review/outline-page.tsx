/** A submission whose workflow does not tell its state: why, and for operators what mends it. */
import type { Outline } from '../api/client';
import { useDesk } from '../api/desk';
import { Notice } from '../components/notice';
import { When } from '../components/when';
import { texts } from '../texts';
import { BackToList, HistoryLink } from './heading';

function Why({ outline }: { readonly outline: Outline }) {
  if ('unreadable' in outline) {
    const { code, message } = outline.unreadable;
    return (
      <>
        <p>
          <strong>{texts.outline.unreadable[code]}</strong>
        </p>
        <p>{message}</p>
      </>
    );
  }
  const { by, reason, since } = outline.paused;
  return (
    <>
      <p>
        <strong>{texts.outline.pausedBy(by)}</strong> <When at={since} />
      </p>
      {reason !== '' && <p>{reason}</p>}
      <p>{texts.outline.pausedNote}</p>
    </>
  );
}

export function OutlinePage({ outline }: { readonly outline: Outline }) {
  const { grants } = useDesk();
  const { projectId, status, links } = outline;
  return (
    <article class="review" aria-labelledby="review-title">
      <header class="review-head">
        <BackToList />
        <h1 id="review-title" tabIndex={-1}>
          {'name' in outline ? outline.name : projectId}
        </h1>
        <p class="facts">
          <span class={`mark ${status}`}>{texts.status[status]}</span>
          <span>{projectId}</span>
          <HistoryLink url={links.temporalUi} />
        </p>
      </header>
      <Notice tone="attention">
        <Why outline={outline} />
        {grants.operator && 'unreadable' in outline && (
          <p>
            <span class="quiet">{texts.outline.repair}:</span> <code class="code">{outline.unreadable.repair}</code>
          </p>
        )}
      </Notice>
    </article>
  );
}
