/** What has changed for the person who has the desk open, between two answers about the session. */
import type { SessionView } from '../api/answers';

/** `roles`: the same person may do other things now. `person`: another window signed in as somebody else. */
export type SessionChange = 'roles' | 'person';

/** Returns nothing if nobody was signed in before: a sign-in needs no explanation. */
export function findSessionChange(previous: SessionView | undefined, next: SessionView): SessionChange | undefined {
  if (!previous?.signedIn || !next.signedIn) return undefined;
  if (previous.actor.id !== next.actor.id) return 'person';
  return JSON.stringify(previous.companies) === JSON.stringify(next.companies) ? undefined : 'roles';
}
