/** Selects the page: the sign-in, the choice of a company, or a company's desk. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Changed } from './changed';
import { Companies } from './companies';
import type { SignedIn } from './api/answers';
import { type SessionTrouble, useSession } from './api/session';
import { usePlace } from './api/use-place';
import { DeskPage } from './desk-page';
import { Empty } from './components/notice';
import { SignIn } from './sign-in';
import { texts } from './texts';

interface SignedInProps {
  readonly session: SignedIn;
  readonly trouble: SessionTrouble | undefined;
  readonly changed: ComponentChildren;
  readonly onSession: () => void;
}

function SignedInDesk({ session, trouble, changed, onSession }: SignedInProps) {
  const { place, go } = usePlace();
  const ids = Object.keys(session.companies);
  const only = ids.length === 1 ? ids[0] : undefined;
  useEffect(() => {
    if (place.at === 'companies' && only !== undefined) go({ at: 'queue', companyId: only });
  }, [place, only, go]);
  const grants = place.at === 'queue' ? session.companies[place.companyId] : undefined;
  if (place.at !== 'queue' || !grants) return <Companies {...{ session, changed, go, onSession }} />;
  return (
    <DeskPage
      key={`${place.companyId} ${session.actor.id}`}
      {...{ session, trouble, changed, grants, place, go, onSession }}
      hasOthers={ids.length > 1}
    />
  );
}

export function App() {
  const { session, trouble, change, dismissChange, isSignedOutElsewhere, readAgain } = useSession();
  if (!session) {
    return (
      <main class="page">
        {trouble ? <Empty isPage title={texts.reach[trouble]} /> : <p role="status">{texts.loading}</p>}
      </main>
    );
  }
  if (!session.signedIn) {
    return <SignIn ways={session.ways} ended={session.ended} {...{ isSignedOutElsewhere }} onSession={readAgain} />;
  }
  const changed = change && <Changed {...{ change, session }} onClose={dismissChange} />;
  return <SignedInDesk {...{ session, trouble, changed }} onSession={readAgain} />;
}
