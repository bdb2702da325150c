/** The way in: the organisation's provider, or on a development server one click a role. */
import { useEffect, useState } from 'preact/hooks';
import { roles } from '../workflows/contract/codes';
import type { SessionEnd, SignInWays } from './api/answers';
import { tell } from './api/client';
import { Notice } from './components/notice';
import { texts } from './texts';

interface SignInProps {
  readonly ways: SignInWays;
  /** Why the session before ended. */
  readonly ended: SessionEnd | undefined;
  /** It ended by a sign-out, in another window. */
  readonly isSignedOutElsewhere: boolean;
  readonly onSession: () => void;
}

function DevRoles({ onSession }: Pick<SignInProps, 'onSession'>) {
  const [hasFailed, setHasFailed] = useState(false);
  const signInAs = async (role: string): Promise<void> => {
    const done = await tell('/session/dev', { role });
    setHasFailed(!done);
    if (done) onSession();
  };
  return (
    <section class="choices">
      <p>{texts.signIn.dev}</p>
      {hasFailed && <Notice tone="wrong">{texts.signIn.failed}</Notice>}
      <ul>
        {roles.map((role) => (
          <li key={role}>
            <button type="button" class="choice" onClick={() => void signInAs(role)}>
              <strong>{texts.signIn.roles[role][0]}</strong>
              <span class="quiet">{texts.signIn.roles[role][1]}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SignIn({ ways, ended, isSignedOutElsewhere, onSession }: SignInProps) {
  useEffect(() => {
    document.title = `${texts.signIn.title} · ${texts.product}`;
  }, []);
  const returnTo = encodeURIComponent(`${location.pathname}${location.search}`);
  return (
    <main class="page">
      <h1 class="brand">{texts.product}</h1>
      <p class="lead">{texts.signIn.lead}</p>
      {ended && (
        <Notice tone="attention">
          {texts.signIn.ended[ended.why](ended.minutes ?? 0)} {texts.signIn.again}
        </Notice>
      )}
      {!ended && isSignedOutElsewhere && <Notice tone="attention">{texts.signIn.outElsewhere}</Notice>}
      {ways.oidc && (
        <a class="button primary" href={`/session/login?return=${returnTo}`}>
          {texts.signIn.oidc}
        </a>
      )}
      {ways.dev && <DevRoles onSession={onSession} />}
      {!ways.oidc && !ways.dev && <Notice tone="attention">{texts.signIn.none}</Notice>}
    </main>
  );
}
