/**
 * Goes on with the session. A refresh token may count once, so one window renews at a time: the lock is that of all
 * windows of this browser, and whoever gets it next finds fresh roles.
 */
import { createTransport, readJson, toShape } from '../../client/transport';
import type { SessionView } from './answers';
import { tellOtherTabs } from './other-tabs';
import { type Renewed, shareRenewal } from './renewing';
import { secondsSinceUse } from './use';

/** Longer than the API waits for the provider: an answer that is not taken is a refresh token that is lost. */
const withinMs = 30_000;
/** After a failure nobody asks again for so long. */
const restMs = 5_000;

export const isSession = toShape<SessionView>('signedIn', 'ways');

const send = createTransport({ baseUrl: '' });

/** Whatever gives this browser new cookies, so that none of two answers takes back the other. */
export const inSessionLock = <T>(run: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('ledgergate-session', run) : run();

const listeners = new Set<(renewed: Renewed) => void>();

/** @returns what ends it */
export function onRenewed(listener: (renewed: Renewed) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function ask(): Promise<Renewed> {
  const renewed = await inSessionLock(() =>
    send({
      path: '/session/renew',
      json: JSON.stringify({ secondsSinceUse: secondsSinceUse() }),
      read: readJson(isSession),
      withinMs,
    }),
  );
  if ('value' in renewed && !renewed.value.signedIn) tellOtherTabs('changed');
  for (const listener of listeners) listener(renewed);
  return renewed;
}

export const renew = shareRenewal(ask, (over) => setTimeout(over, restMs));
