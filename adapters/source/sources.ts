/**
 * Chooses the source of each company, as companies.yaml says at the moment. Tokens and limits are kept between calls.
 */
import type { WriteBackSources } from '../../activities/write-back-port';
import type { Companies, Company } from '../companies/companies';
import type { CompanySource } from '../companies/source';
import { explainMissingSecret, readSecret } from '../env';
import type { Account } from './procore/calls';
import { createLimits } from './procore/limits';
import { createProcore } from './procore/procore';
import { createTokens } from './procore/tokens';
import { SourceUnavailable, type Source } from './source';

export interface Sources extends WriteBackSources {
  /** Returns the source of a company; `undefined` if its projects are sent. */
  of(company: Company): Source | undefined;
}

const secretPauseMs = 60_000;

const listMissing = ({ id, source }: Company): string[] =>
  source === undefined
    ? []
    : [source.clientIdVariable, source.clientSecretVariable]
        .filter((variable) => readSecret(variable) === undefined)
        .map((variable) => explainMissingSecret(variable, id));

/** Returns what is missing in the environment for the sources of these companies, in sentences. */
export const missingSecrets = (companies: readonly Company[]): string[] => companies.flatMap(listMissing);

function withoutSecret(message: string): Source {
  const refuse = () => Promise.reject(new SourceUnavailable(message, secretPauseMs));
  return {
    name: 'Procore',
    calls: () => 0,
    fetchProject: refuse,
    writeBack: refuse,
  };
}

export function createSources(companies: Companies): Sources {
  /** By client: companies that share one share its token and its limits. */
  const accounts = new Map<string, Account>();
  const sources = new Map<string, { readonly madeFrom: string; readonly source: Source }>();

  function findAccount({ url, loginUrl }: CompanySource, clientId: string, clientSecret: string): Account {
    const key = JSON.stringify([url, loginUrl, clientId]);
    const known = accounts.get(key);
    if (known) return known;
    const account = { url, tokens: createTokens({ loginUrl, clientId, clientSecret }), limits: createLimits() };
    accounts.set(key, account);
    return account;
  }

  function make(company: Company, source: CompanySource): Source {
    const clientId = readSecret(source.clientIdVariable);
    const clientSecret = readSecret(source.clientSecretVariable);
    if (clientId === undefined || clientSecret === undefined) return withoutSecret(listMissing(company).join(' '));
    const { companyId, currency } = source;
    return createProcore({ account: findAccount(source, clientId, clientSecret), companyId, currency });
  }

  function of(company: Company): Source | undefined {
    if (!company.source) return undefined;
    const madeFrom = JSON.stringify(company.source);
    const known = sources.get(company.id);
    if (known?.madeFrom === madeFrom) return known.source;
    const source = make(company, company.source);
    sources.set(company.id, { madeFrom, source });
    return source;
  }

  return {
    of,
    forWriteBack: (companyId) => {
      const company = companies.find(companyId);
      return company?.source?.writeBack ? of(company) : undefined;
    },
  };
}
