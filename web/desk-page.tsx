/** A company's desk: the queue beside the submission that is open, kept up to date. */
import type { ComponentChildren } from 'preact';
import { useCallback, useMemo, useState } from 'preact/hooks';
import { About } from './about';
import type { SessionCompany, IntegrationView, ProblemDetails, SignedIn, SubmissionView } from './api/answers';
import { isUnreachable, toShape } from './api/client';
import { companyPath, type Desk, DeskProvider, isProjectAdmin, useDesk } from './api/desk';
import { useLive } from './api/live';
import { type Place, type QueuePlace, toList, toPath } from './api/place';
import { useReach } from './api/reach';
import { useReading } from './api/reading';
import type { SessionTrouble } from './api/session';
import { onLink } from './api/use-place';
import { Keys } from './components/keys';
import { Empty, Notice } from './components/notice';
import { TopBar } from './components/top-bar';
import { type Act, lastAct } from './model/acts';
import { findNext } from './model/next';
import { Filters } from './queue/filters';
import { Queue } from './queue/queue';
import { type QueueRows, useQueue } from './queue/use-queue';
import { Review } from './review/review';
import { WritingPage } from './sender/load-writing';
import { texts } from './texts';

interface DeskPageProps {
  readonly session: SignedIn;
  readonly trouble: SessionTrouble | undefined;
  /** What has changed about the session. */
  readonly changed: ComponentChildren;
  readonly grants: SessionCompany;
  readonly place: QueuePlace;
  readonly go: (place: Place) => void;
  readonly onSession: () => void;
  readonly hasOthers: boolean;
}

const isIntegration = toShape<IntegrationView>('erpName', 'rules', 'acceptFields');

/** A worker is needed only while a submission is shown. */
const neededBy = ({ companyId, projectId }: QueuePlace): string =>
  projectId === undefined ? '/readyz' : companyPath(companyId, `submissions/${projectId}`);

function useDeskState({ session, grants, place, go, onSession }: DeskPageProps): Desk {
  const { companyId } = place;
  const [tick, setTick] = useState(0);
  const onChange = useCallback(() => setTick((before) => before + 1), []);
  const { lostBy, lost } = useReach(neededBy(place), onChange);
  const onProblem = useCallback(
    (problem: ProblemDetails) => {
      if (isUnreachable(problem)) lost(problem.code);
      if (problem.status === 401) onSession();
    },
    [lost, onSession],
  );
  useLive(companyId, onChange);
  const { value: integration } = useReading(companyPath(companyId, 'integration'), isIntegration, 0, onProblem);
  const goHere = useCallback(
    (change: Partial<QueuePlace>) => go({ at: 'queue', companyId, ...change }),
    [go, companyId],
  );
  return useMemo(
    () => ({
      companyId,
      grants,
      session,
      integration,
      place,
      go: goHere,
      lostBy,
      onProblem,
      tick,
      refresh: onChange,
    }),
    [companyId, grants, session, integration, place, goHere, lostBy, onProblem, tick, onChange],
  );
}

function CompanyLine({ grants, go, place, hasOthers }: Pick<DeskPageProps, 'grants' | 'go' | 'place' | 'hasOthers'>) {
  const about: QueuePlace = { at: 'queue', companyId: place.companyId, isAbout: true };
  return (
    <>
      <span class="company">{grants.name}</span>
      <a href={toPath(about)} onClick={onLink(() => go(about))}>
        {texts.about.link}
      </a>
      {hasOthers && (
        <a href="/desk" onClick={onLink(() => go({ at: 'companies' }))}>
          {texts.companies.change}
        </a>
      )}
    </>
  );
}

/** The list is hidden while a submission is open. */
const isNarrow = (): boolean => matchMedia('(max-width: 51.99rem)').matches;

interface PaneProps {
  readonly desk: Desk;
  readonly queue: QueueRows;
}

interface DoneProps {
  readonly act: Act;
  readonly name: string;
  readonly projectId: string;
}

/** What was done to which submission, with the way back to it. */
function Done({ act: { what, jobNumber }, name, projectId }: DoneProps) {
  const { place, go } = useDesk();
  const target = { ...place, projectId };
  return (
    <p class="done">
      {texts.done(what, jobNumber)}{' '}
      {place.projectId === projectId ? (
        name
      ) : (
        <a href={toPath(target)} onClick={onLink(() => go(target))}>
          {name}
        </a>
      )}
    </p>
  );
}

/** Opens the next submission of the queue after a decision, and shows above it what was done. */
function Pane({ desk, queue }: PaneProps) {
  const { place, go, refresh } = desk;
  const [said, setSaid] = useState<DoneProps & { readonly shownAt: string }>();
  const { projectId } = place;
  const onDone = (view: SubmissionView): void => {
    refresh();
    const act = lastAct(view);
    const next = findNext(queue, view.projectId);
    if (!act) return;
    setSaid({ act, name: view.project.name, projectId: view.projectId, shownAt: next ?? view.projectId });
    if (next !== undefined) go({ ...place, projectId: next });
  };
  if (place.isAbout) return <About counts={queue.counts} />;
  if (place.isWriting) return <WritingPage key={projectId ?? ''} />;
  if (projectId === undefined) return <Empty isPage title={texts.queue.pick} note={texts.queue.pickNote} />;
  const isBrought = said?.shownAt === projectId;
  return (
    <>
      <div aria-live="polite">{isBrought && <Done {...said} />}</div>
      <Review key={projectId} projectId={projectId} takesFocus={isBrought || isNarrow()} onDone={onDone} />
    </>
  );
}

/** Names each part of the service that does not answer. */
const lostText = (code: string): string => (code === 'no_worker' ? texts.reach.noWorker : texts.reach.lost);

export function DeskPage(props: DeskPageProps) {
  const desk = useDeskState(props);
  const queue = useQueue(desk);
  const { session, grants, place, go, onSession, hasOthers } = props;
  const isOpen = place.projectId !== undefined || (place.isWriting ?? place.isAbout);
  const writing: QueuePlace = { at: 'queue', companyId: place.companyId, isWriting: true };
  const onEscape = useCallback(() => {
    go(toList(place));
  }, [place, go]);
  return (
    <DeskProvider value={desk}>
      <div class={isOpen ? 'desk open' : 'desk'}>
        <a class="skip" href="#pane">
          {texts.skip}
        </a>
        <TopBar session={session} onSession={onSession} end={<Keys onEscape={onEscape} />}>
          <CompanyLine {...{ grants, go, place, hasOthers }} />
          {isProjectAdmin(grants) && !place.isWriting && (
            <a class="button" href={toPath(writing)} onClick={onLink(() => go(writing))}>
              {texts.queue.submit}
            </a>
          )}
        </TopBar>
        {desk.lostBy !== undefined && <Notice tone="wrong">{lostText(desk.lostBy)}</Notice>}
        {props.trouble === 'provider' && <Notice tone="wrong">{texts.reach.provider}</Notice>}
        {props.changed}
        <Filters filter={queue.filter} counts={queue.counts} />
        <main class="panes">
          <Queue queue={queue} />
          <div id="pane" class="pane" tabIndex={-1}>
            <Pane desk={desk} queue={queue} />
          </div>
        </main>
      </div>
    </DeskProvider>
  );
}
