/** The line above every page: the product, the company, who is signed in. */
import type { ComponentChildren } from 'preact';
import type { SignedIn } from '../api/answers';
import { forgetDrafts } from '../api/draft';
import { signOut } from '../api/session';
import { texts } from '../texts';
import { When } from './when';

interface TopBarProps {
  readonly session: SignedIn;
  readonly onSession: () => void;
  /** Before the way out. */
  readonly end?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function TopBar({ session, onSession, end, children }: TopBarProps) {
  const leave = async (): Promise<void> => {
    const providerUrl = await signOut();
    forgetDrafts();
    if (providerUrl === undefined) onSession();
    else location.assign(providerUrl);
  };
  return (
    <header class="top">
      <span class="brand">{texts.product}</span>
      {children}
      <span class="spacer" />
      {end}
      <span class="who">
        {session.actor.name ?? session.actor.id}
        {session.endsWithIdToken && (
          <>
            {' '}
            {texts.signIn.until} <When at={session.expiresAt} />
          </>
        )}
      </span>
      <button type="button" class="plain" onClick={() => void leave()}>
        {texts.signIn.out}
      </button>
    </header>
  );
}
