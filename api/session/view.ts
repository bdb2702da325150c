/** Shows who is signed in and with which roles: everything that the desk needs before it opens a company. */
import type { Companies } from '../../adapters/companies/companies';
import { roles, type SessionEndReason } from '../../workflows/contract/codes';
import type { SessionCompany, SessionView, SignedIn } from '../../workflows/contract/session';
import { type Grants, hasAnyRole } from '../request/access';
import { type Caller, toCaller } from '../request/actor';
import { endsWithIdToken, lastsUntil, renewInSeconds, type SessionLimits } from './lifetime';
import type { Renewed } from './renewal';
import type { SignIn } from './sign-in';
import type { Session } from './session';
import { defined } from '../../workflows/contract/defined';

function toCompany(name: string, { admin, approver, operator, viewer }: Grants): SessionCompany {
  return {
    name,
    ...defined({
      admin: admin === false ? undefined : admin === true || [...admin],
      approver: approver ? true : undefined,
      operator: operator ? true : undefined,
      viewer: viewer ? true : undefined,
    }),
  };
}

function toCompanies({ companyIds, grantsIn }: Caller, companies: Companies): Record<string, SessionCompany> {
  const entries = companyIds.flatMap((id): [string, SessionCompany][] => {
    const grants = grantsIn(id);
    const company = grants && hasAnyRole(grants, roles) ? companies.find(id) : undefined;
    return grants && company ? [[id, toCompany(company.name, grants)]] : [];
  });
  return Object.fromEntries(entries);
}

const toWays = (signIn: SignIn | undefined) => ({
  oidc: signIn?.provider !== undefined,
  dev: signIn?.devClaims !== undefined,
});

const toInstant = (seconds: number): string => new Date(seconds * 1_000).toISOString();

/** Shows the caller of a bearer token. */
export function toCallerView(caller: Caller, companies: Companies, signIn: SignIn | undefined): SignedIn {
  const { id, name } = caller.actor;
  return {
    signedIn: true,
    actor: { id, ...defined({ name }) },
    expiresAt: toInstant(caller.expiresAt),
    companies: toCompanies(caller, companies),
    ways: toWays(signIn),
  };
}

const findLimit = (why: SessionEndReason, { idleSeconds, sessionSeconds }: SessionLimits): number | undefined =>
  ({ idle: idleSeconds, max_age: sessionSeconds, id_token: undefined, provider: undefined, unreadable: undefined })[
    why
  ];

function toEndedView(why: SessionEndReason, signIn: SignIn): SessionView {
  const seconds = findLimit(why, signIn.sessions.limits);
  const ended = { why, ...defined({ minutes: seconds === undefined ? undefined : Math.round(seconds / 60) }) };
  return { signedIn: false, ways: toWays(signIn), ended };
}

const toSessionCaller = ({ claims }: Session, exp: number): Caller => toCaller({ ...claims, exp });

/** Shows the person of a session, or that nobody is signed in. Without `signIn`, no cookie is read. */
export function toSessionView(
  { found, retryAfterSeconds }: Renewed,
  companies: Companies,
  signIn: SignIn | undefined,
): SessionView {
  if (!signIn || !found) return { signedIn: false, ways: toWays(signIn) };
  if ('ended' in found) return toEndedView(found.ended, signIn);
  const { session } = found;
  const { lifetime } = session;
  const { limits } = signIn.sessions;
  const next = renewInSeconds(lifetime, Math.floor(Date.now() / 1_000), limits);
  return {
    ...toCallerView(toSessionCaller(session, lastsUntil(lifetime, limits)), companies, signIn),
    renewInSeconds: retryAfterSeconds ?? next,
    ...defined({ endsWithIdToken: endsWithIdToken(lifetime, limits) ? true : undefined }),
  };
}
