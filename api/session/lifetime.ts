/**
 * The lifetime of a session. Pure; all times are in seconds since 1970, by the clock of the API alone. The sealed
 * cookie has the lifetime, so each change of it sets a new cookie.
 */
import { z } from 'zod';
import type { SessionEndReason } from '../../workflows/contract/codes';

export interface SessionLimits {
  /** The seconds from the sign-in to the end, however much the session is used. */
  readonly sessionSeconds: number;
  /** The seconds from the last use to the end. */
  readonly idleSeconds: number;
}

export const Lifetime = z.strictObject({
  began: z.number(),
  /** The last command, navigation or input that the desk reported. */
  used: z.number(),
  /** When the identity provider last said who this is, and with which roles. */
  confirmed: z.number(),
  rolesUntil: z.number(),
  /** False: the provider gave no refresh token that fits into a cookie; the session ends at `rolesUntil`. */
  isRenewable: z.boolean(),
});
export type Lifetime = z.infer<typeof Lifetime>;

export type LifetimeState = 'good' | 'stale' | SessionEndReason;

/** A role that is removed at the provider ends here after this time. */
const rolesSeconds = 15 * 60;
/** The same while the provider cannot be reached. */
const rolesWithoutProviderSeconds = 30 * 60;
const renewAfterSeconds = 9 * 60;
/** If a second tab renews within this time after the first, the roles are recent and the provider is not called. */
const dueEarlySeconds = 30;

export const beginLifetime = (now: number): Lifetime => ({
  began: now,
  used: now,
  confirmed: now,
  rolesUntil: now + rolesSeconds,
  isRenewable: true,
});

/** Returns a lifetime that ends with the ID token, because there is nothing to renew it with. */
export const endWith = (lifetime: Lifetime, idTokenUntil: number): Lifetime => ({
  ...lifetime,
  rolesUntil: idTokenUntil,
  isRenewable: false,
});

/** Returns the lifetime after the provider confirmed the session. */
export const confirm = ({ began, used }: Lifetime, now: number): Lifetime => ({ ...beginLifetime(now), began, used });

/** Returns the lifetime after the provider could not be reached. */
export const bridge = (lifetime: Lifetime): Lifetime => ({
  ...lifetime,
  rolesUntil: lifetime.confirmed + rolesWithoutProviderSeconds,
});

/**
 * Returns the lifetime after the desk reported its last use. An earlier use than the known one changes nothing, and
 * neither does a use after the session had been idle for too long.
 */
export function use(lifetime: Lifetime, usedAt: number, { idleSeconds }: SessionLimits): Lifetime {
  const isInTime = usedAt < lifetime.used + idleSeconds;
  return isInTime && usedAt > lifetime.used ? { ...lifetime, used: usedAt } : lifetime;
}

/** Returns when the session ends at the latest. */
export const lastsUntil = ({ began, rolesUntil, isRenewable }: Lifetime, { sessionSeconds }: SessionLimits): number =>
  Math.min(began + sessionSeconds, isRenewable ? Infinity : rolesUntil);

/** Whether the session ends early because it has no refresh token. */
export const endsWithIdToken = ({ began, rolesUntil, isRenewable }: Lifetime, limits: SessionLimits): boolean =>
  !isRenewable && rolesUntil < began + limits.sessionSeconds;

export function judgeLifetime(lifetime: Lifetime, now: number, limits: SessionLimits): LifetimeState {
  if (now >= lifetime.began + limits.sessionSeconds) return 'max_age';
  if (now >= lifetime.used + limits.idleSeconds) return 'idle';
  if (now < lifetime.rolesUntil) return 'good';
  return lifetime.isRenewable ? 'stale' : 'id_token';
}

/** Returns until when requests with this cookie are accepted. */
export const countsUntil = (lifetime: Lifetime, limits: SessionLimits): number =>
  Math.min(lastsUntil(lifetime, limits), lifetime.rolesUntil, lifetime.used + limits.idleSeconds);

/** Often enough that the report of a use comes well before the idle limit. */
const reportAfterSeconds = ({ idleSeconds }: SessionLimits): number => Math.min(renewAfterSeconds, idleSeconds / 3);

/** Whether the provider has to confirm the roles now. */
export const isDue = ({ confirmed, isRenewable }: Lifetime, now: number, limits: SessionLimits): boolean =>
  isRenewable && now >= confirmed + reportAfterSeconds(limits) - dueEarlySeconds;

/**
 * Returns the seconds after which the desk should report and renew next, or learn that the session has ended. At least
 * one.
 */
export function renewInSeconds(lifetime: Lifetime, now: number, limits: SessionLimits): number {
  const { confirmed, used, isRenewable } = lifetime;
  const next = (isRenewable ? confirmed : now) + reportAfterSeconds(limits);
  const end = Math.min(lastsUntil(lifetime, limits), used + limits.idleSeconds);
  return Math.max(1, Math.ceil(Math.min(next, end) - now));
}
