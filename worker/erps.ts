/** Chooses the adapter of each company, as companies.yaml says at the moment of the attempt. */
import { ErpUnauthorized, type Erp, type ErpRegistry } from '../activities/erp-port';
import type { Companies, Company } from '../adapters/companies/companies';
import { ConfigError, explainMissingSecret, readSecret } from '../adapters/env';
import { createAgent } from '../adapters/erp/http/agent';
import { createFileDrop } from '../adapters/erp/file-drop/file-drop';
import { createTryton } from '../adapters/erp/tryton/tryton';
import { parseSecret } from '../adapters/webhook-signature';

const whyNoSigningKey = ({ id }: Company, variable: string): string =>
  `${variable}, which companies.yaml names for ${id}, is not a signing key. Set it to whsec_ and 24 to 64 bytes in base64, and start the worker again.`;

/** Each call fails like one with a wrong secret. */
function withoutSecret(message: string): Erp {
  const deny = () => Promise.reject(new ErpUnauthorized(message));
  return { commitWithinMs: 0, writesOncePerReference: true, toErp: () => ({}), findByReference: deny, export: deny };
}

/** The variables of a company's secrets. */
function listVariables({ connection }: Company): readonly string[] {
  switch (connection.adapter) {
    case 'tryton':
      return [connection.keyVariable];
    case 'http':
      return [connection.tokenVariable, connection.signingVariable];
    default:
      return [];
  }
}

/** What is wrong with the secrets of a company, for the person who starts the worker. */
function whySecretsMissing(company: Company): string[] {
  const { connection } = company;
  const missing = listVariables(company).filter((variable) => readSecret(variable) === undefined);
  if (missing.length > 0) return missing.map((variable) => explainMissingSecret(variable, company.id));
  const isUnusable = connection.adapter === 'http' && !parseSecret(readSecret(connection.signingVariable) ?? '');
  return isUnusable ? [whyNoSigningKey(company, connection.signingVariable)] : [];
}

function findUniqueName({ integration: { rules } }: Company): { levelSeparators: string } | undefined {
  return rules.uniqueBy === 'name' ? { levelSeparators: rules.levelSeparators ?? '' } : undefined;
}

function createErp(company: Company): Erp | undefined {
  const { connection } = company;
  const [whyMissing] = whySecretsMissing(company);
  if (whyMissing !== undefined) return withoutSecret(whyMissing);
  const secret = (variable: string): string => readSecret(variable) ?? '';
  switch (connection.adapter) {
    case 'file-drop':
      return createFileDrop({ ...connection, companyId: company.id, uniqueName: findUniqueName(company) });
    case 'tryton':
      return createTryton({ ...connection, key: secret(connection.keyVariable) });
    case 'http': {
      const { tokenVariable, signingVariable, ...reach } = connection;
      return createAgent({ ...reach, token: secret(tokenVariable), signingKey: secret(signingVariable) });
    }
    case 'none':
      return undefined;
  }
}

export const createErps = (companies: Companies): ErpRegistry => ({
  forCompany: (companyId) => {
    const company = companies.find(companyId);
    return Promise.resolve(company && createErp(company));
  },
});

/** Checks the secrets of all companies, so that a worker without them ends at its start. @throws ConfigError */
export function checkSecrets(companies: Companies): void {
  const missing = companies.all().flatMap(whySecretsMissing);
  if (missing.length > 0) throw new ConfigError(missing.join('\n'));
}
