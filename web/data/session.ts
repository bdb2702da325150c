/** Who is signed in. Read at the start, when the API says 401, and when the session's time is over. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Session } from './answers';
import { read, shapeOf } from './client';

const isSession = shapeOf<Session>('signedIn', 'ways');
/** Browsers count timers in 32 bits. */
const longestTimerMs = 2 ** 31 - 1;

/** All tabs of this origin. */
const channelName = 'ledgergate-session';

/** They read again who is signed in. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('changed');
  channel.close();
}

export interface SessionReading {
  readonly session?: Session;
  /** No answer came. */
  readonly isLost: boolean;
  readonly readAgain: () => void;
}

export function useSession(): SessionReading {
  const [session, setSession] = useState<Session>();
  const [isLost, setIsLost] = useState(false);
  const readAgain = useCallback(() => {
    void read('/session', isSession).then((answer) => {
      setIsLost('problem' in answer);
      if ('value' in answer) setSession(answer.value);
    });
  }, []);
  useEffect(() => {
    readAgain();
    const channel = new BroadcastChannel(channelName);
    channel.addEventListener('message', readAgain);
    return () => channel.close();
  }, [readAgain]);
  const expiresAt = session?.signedIn ? session.expiresAt : undefined;
  useEffect(() => {
    if (expiresAt === undefined) return undefined;
    const timer = setTimeout(
      readAgain,
      Math.min(Math.max(Date.parse(expiresAt) - Date.now(), 0) + 500, longestTimerMs),
    );
    return () => clearTimeout(timer);
  }, [expiresAt, readAgain]);
  return { ...(session && { session }), isLost, readAgain };
}
