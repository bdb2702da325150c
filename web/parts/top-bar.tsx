/** The line above every page: the product, the company, who is signed in. */
import type { ComponentChildren } from 'preact';
import type { SignedIn } from '../data/answers';
import { tell } from '../data/client';
import { forgetDrafts } from '../data/draft';
import { tellOtherTabs } from '../data/session';
import { texts } from '../texts';

interface Props {
  readonly session: SignedIn;
  readonly onSession: () => void;
  /** Before the way out. */
  readonly end?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function TopBar({ session, onSession, end, children }: Props) {
  const signOut = async (): Promise<void> => {
    await tell('/session/logout');
    forgetDrafts();
    tellOtherTabs();
    onSession();
  };
  return (
    <header class="top">
      <span class="brand">{texts.product}</span>
      {children}
      <span class="spacer" />
      {end}
      <span class="who">{session.actor.name ?? session.actor.id}</span>
      <button type="button" class="plain" onClick={() => void signOut()}>
        {texts.signIn.out}
      </button>
    </header>
  );
}
