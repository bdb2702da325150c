/** Which page: signed out, the choice of a company, or a company's desk. */
import { useEffect } from 'preact/hooks';
import { Companies } from './companies';
import type { SignedIn } from './data/answers';
import { useSession } from './data/session';
import { usePlace } from './data/use-place';
import { DeskPage } from './desk-page';
import { Empty } from './parts/notice';
import { SignIn } from './sign-in';
import { texts } from './texts';

interface SignedInProps {
  readonly session: SignedIn;
  readonly onSession: () => void;
}

function Console({ session, onSession }: SignedInProps) {
  const { place, go } = usePlace();
  const ids = Object.keys(session.companies);
  const only = ids.length === 1 ? ids[0] : undefined;
  useEffect(() => {
    if (place.at === 'companies' && only !== undefined) go({ at: 'queue', companyId: only });
  }, [place, only, go]);
  const grants = place.at === 'queue' ? session.companies[place.companyId] : undefined;
  if (place.at !== 'queue' || !grants) return <Companies session={session} go={go} onSession={onSession} />;
  return (
    <DeskPage
      key={`${place.companyId} ${session.actor.id}`}
      {...{ session, grants, place, go, onSession }}
      hasOthers={ids.length > 1}
    />
  );
}

export function App() {
  const { session, isLost, readAgain } = useSession();
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setInterval(readAgain, 3_000);
    return () => clearInterval(timer);
  }, [isLost, readAgain]);
  if (!session) {
    return (
      <main class="page">
        {isLost ? <Empty isPage title={texts.reach.lost} /> : <p role="status">{texts.loading}</p>}
      </main>
    );
  }
  if (!session.signedIn) return <SignIn ways={session.ways} onSession={readAgain} />;
  return <Console session={session} onSession={readAgain} />;
}
