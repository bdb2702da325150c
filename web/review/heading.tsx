/** What this is: the project, its revision and status, who sent it, and where else it is seen. */
import type { SubmissionView } from '../api/answers';
import { companyPath, mayReadRecord, useDesk } from '../api/desk';
import { toList, toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { ExternalLink } from '../components/external-link';
import { Age, When } from '../components/when';
import { displayName, findSent } from '../model/acts';
import { texts } from '../texts';
import { Print } from './print';

interface BackToListProps {
  readonly view: SubmissionView;
  readonly titleRef: (title: HTMLElement | null) => void;
}

/** What is kept for an audit; those who only decide or send do not read it. */
function RecordLink({ view: { companyId, projectId } }: Pick<BackToListProps, 'view'>) {
  const { grants } = useDesk();
  if (!mayReadRecord(grants)) return null;
  const path = companyPath(companyId, `submissions/${projectId}/record`);
  return (
    <a href={path} download={`${projectId}.record.json`}>
      {texts.review.record}
    </a>
  );
}

/** The run in the Temporal UI, which only operators work with. */
export function HistoryLink({ url }: { readonly url: string | undefined }) {
  const { grants } = useDesk();
  if (!grants.operator || url === undefined) return null;
  return <ExternalLink href={url}>{texts.review.history}</ExternalLink>;
}

export function BackToList() {
  const { place, go } = useDesk();
  const list = toList(place);
  return (
    <a class="to-list" href={toPath(list)} onClick={onLink(() => go(list))}>
      {texts.back}
    </a>
  );
}

export function Heading({ view, titleRef }: BackToListProps) {
  const { project, projectId, revision, status, waitingSince, links, terms } = view;
  const sent = findSent(view);
  const who = displayName(sent.by);
  return (
    <header class="review-head">
      <BackToList />
      <h1 id="review-title" ref={titleRef} tabIndex={-1}>
        {project.name}
      </h1>
      <p class="facts">
        <span class={`mark ${status}`}>{texts.status[status]}</span>
        <Age since={waitingSince} say={texts.review.inStatus} />
        <span>{projectId}</span>
        <span>{texts.review.revision(revision)}</span>
        <span>{texts.review.to(terms.erpName)}</span>
        <span>
          {sent.isResent ? texts.review.resentBy(who) : texts.review.sentBy(who)}, <When at={sent.at} />
          {sent.rejections > 0 && ` ${texts.review.afterRejections(sent.rejections)}`}
        </span>
        <RecordLink view={view} />
        <HistoryLink url={links.temporalUi} />
        <Print view={view} />
      </p>
    </header>
  );
}
