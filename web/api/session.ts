/** Who is signed in: read at the start and when the API says 401, renewed before the roles are too old. */
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { findSessionChange, type SessionChange } from '../model/session-change';
import type { SessionView, SignedOut } from './answers';
import { type DeskAnswer, post, read, toShape } from './client';
import { forgetDrafts, keepDraftsOf } from './draft';
import { onOtherTab, type TabMessage, tellOtherTabs } from './other-tabs';
import { inSessionLock, isSession, onRenewed, renew } from './renewal';
import { watchUse } from './use';
import { defined } from '../../workflows/contract/defined';

/** The longest timer of a browser, which counts in 32 bits. */
const longestTimerMs = 2 ** 31 - 1;

/** The server does not answer, or the identity provider does not confirm the roles. */
export type SessionTrouble = 'lost' | 'provider';

const askAgainMs: Readonly<Record<SessionTrouble, number>> = { lost: 3_000, provider: 30_000 };

export interface SessionReading {
  readonly session?: SessionView;
  readonly trouble?: SessionTrouble;
  /** What has changed under the hands of whoever is signed in, until it is dismissed. */
  readonly change?: SessionChange;
  readonly dismissChange: () => void;
  /** The sign-out was in another window. */
  readonly isSignedOutElsewhere: boolean;
  readonly readAgain: () => void;
}

interface Known {
  readonly session?: SessionView;
  readonly change?: SessionChange | undefined;
}

export function useSession(): SessionReading {
  const [{ session, change }, setKnown] = useState<Known>({});
  const [trouble, setTrouble] = useState<SessionTrouble>();
  const [isSignedOutElsewhere, setIsSignedOutElsewhere] = useState(false);
  const take = useCallback((answer: DeskAnswer<SessionView>) => {
    if ('problem' in answer) {
      setTrouble(answer.problem.code === 'provider_unreachable' ? 'provider' : 'lost');
      return;
    }
    const next = answer.value;
    if (next.signedIn) {
      keepDraftsOf(next.actor.id);
      setIsSignedOutElsewhere(false);
    }
    setKnown((before) => ({
      session: next,
      change: findSessionChange(before.session, next) ?? (next.signedIn ? before.change : undefined),
    }));
    setTrouble(undefined);
  }, []);
  const readAgain = useCallback(() => void read('/session', isSession).then(take), [take]);
  const dismissChange = useCallback(() => setKnown(({ change: _change, ...rest }) => rest), []);
  // Before the first paint, which tells nobody anything.
  useLayoutEffect(readAgain, [readAgain]);
  useEffect(() => {
    const hear = (message: TabMessage): void => {
      if (message === 'signed_out') {
        forgetDrafts();
        setIsSignedOutElsewhere(true);
      }
      readAgain();
    };
    const ends = [watchUse(), onRenewed(take), onOtherTab(hear)];
    return () => {
      for (const end of ends) end();
    };
  }, [readAgain, take]);
  useEffect(() => {
    if (!session || session.signedIn) return undefined;
    // Somebody may have signed in in another window meanwhile.
    const look = (): void => {
      if (!document.hidden) readAgain();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [session, readAgain]);
  useEffect(() => {
    if (!session?.signedIn || session.renewInSeconds === undefined) return undefined;
    const timer = setTimeout(() => void renew(), Math.min(session.renewInSeconds * 1_000, longestTimerMs));
    return () => clearTimeout(timer);
  }, [session]);
  useEffect(() => {
    if (trouble === undefined) return undefined;
    const timer = setInterval(readAgain, askAgainMs[trouble]);
    return () => clearInterval(timer);
  }, [trouble, readAgain]);
  return { ...defined({ session, trouble, change }), dismissChange, isSignedOutElsewhere, readAgain };
}

const isSignedOut = toShape<SignedOut>();

/** @returns where the browser ends the session at the identity provider, if there is one to end */
export async function signOut(): Promise<string | undefined> {
  const answer = await inSessionLock(() => post('/session/logout', isSignedOut, '{}'));
  tellOtherTabs('signed_out');
  return 'value' in answer ? answer.value.providerUrl : undefined;
}
