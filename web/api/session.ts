/** Who is signed in: read at the start and when the API says 401, renewed before the roles are too old. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { SessionView, SignedOut } from './answers';
import { type DeskAnswer, post, read, toShape } from './client';
import { onOtherTab, tellOtherTabs } from './other-tabs';
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
  readonly readAgain: () => void;
}

export function useSession(): SessionReading {
  const [session, setSession] = useState<SessionView>();
  const [trouble, setTrouble] = useState<SessionTrouble>();
  const take = useCallback((answer: DeskAnswer<SessionView>) => {
    if ('value' in answer) {
      setSession(answer.value);
      setTrouble(undefined);
    } else setTrouble(answer.problem.code === 'provider_unreachable' ? 'provider' : 'lost');
  }, []);
  const readAgain = useCallback(() => void read('/session', isSession).then(take), [take]);
  useEffect(() => {
    const ends = [watchUse(), onRenewed(take), onOtherTab(readAgain)];
    readAgain();
    return () => {
      for (const end of ends) end();
    };
  }, [readAgain, take]);
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
  return { ...defined({ session, trouble }), readAgain };
}

const isSignedOut = toShape<SignedOut>();

/** @returns where the browser ends the session at the identity provider, if there is one to end */
export async function signOut(): Promise<string | undefined> {
  const answer = await inSessionLock(() => post('/session/logout', isSignedOut, '{}'));
  tellOtherTabs();
  return 'value' in answer ? answer.value.providerUrl : undefined;
}
