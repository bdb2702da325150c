/** Who is signed in, and for what: all that a console needs before it asks for a company. */
import type { Companies } from '../../adapters/companies/companies';
import { everyRole, type Grants, hasOneOf } from '../access';
import type { Caller } from '../actor';
import type { SignIn } from './routes';
import type { SessionCompany, SessionView } from './schemas';

function toCompany(name: string, { admin, approver, operator, viewer }: Grants): SessionCompany {
  return {
    name,
    ...(admin !== false && { admin: admin === true ? true : [...admin] }),
    ...(approver && { approver }),
    ...(operator && { operator }),
    ...(viewer && { viewer }),
  };
}

function companiesOf({ companyIds, grantsIn }: Caller, companies: Companies): Record<string, SessionCompany> {
  const entries = companyIds.flatMap((id): [string, SessionCompany][] => {
    const grants = grantsIn(id);
    const company = grants && hasOneOf(grants, everyRole) ? companies.find(id) : undefined;
    return grants && company ? [[id, toCompany(company.name, grants)]] : [];
  });
  return Object.fromEntries(entries);
}

export function toSessionView(
  caller: Caller | undefined,
  companies: Companies,
  signIn: SignIn | undefined,
): SessionView {
  const ways = { oidc: signIn?.provider !== undefined, dev: signIn?.devClaims !== undefined };
  if (!caller) return { signedIn: false, ways };
  const { id, name } = caller.actor;
  return {
    signedIn: true,
    actor: { id, ...(name !== undefined && { name }) },
    expiresAt: new Date(caller.expiresAt * 1_000).toISOString(),
    companies: companiesOf(caller, companies),
    ways,
  };
}
