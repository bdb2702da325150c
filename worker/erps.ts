/** Which adapter serves which company, as companies.yaml says at the moment of the attempt. */
import { ErpDenied, type Erp, type Erps } from '../activities/ports';
import type { Companies, Company } from '../adapters/companies/companies';
import { ConfigError, readSecret } from '../adapters/env';
import { createFileDrop } from '../adapters/erp/file-drop';
import { createTryton } from '../adapters/erp/tryton/tryton';

const whyNoSecret = ({ id }: Company, variable: string): string =>
  `The worker has no ${variable} in its environment, which companies.yaml names for ${id}. Set it and start the worker again.`;

function secretOf(company: Company, variable: string): string {
  const secret = readSecret(variable);
  if (secret === undefined) throw new ErpDenied(whyNoSecret(company, variable));
  return secret;
}

function createErp(company: Company): Erp | undefined {
  const { connection } = company;
  switch (connection.adapter) {
    case 'file-drop':
      return createFileDrop(connection);
    case 'tryton':
      return createTryton({ ...connection, key: secretOf(company, connection.keyVariable) });
    case 'none':
      return undefined;
  }
}

/** `forCompany` throws ErpDenied where a secret is missing. */
export const createErps = (companies: Companies): Erps => ({
  forCompany: (companyId) => {
    const company = companies.find(companyId);
    return Promise.resolve(company && createErp(company));
  },
});

/** A worker that is started without its secrets says so at once. @throws ConfigError */
export function checkSecrets(companies: Companies): void {
  const missing = companies.all().flatMap((company) => {
    const { connection } = company;
    const isMissing = connection.adapter === 'tryton' && readSecret(connection.keyVariable) === undefined;
    return isMissing ? [whyNoSecret(company, connection.keyVariable)] : [];
  });
  if (missing.length > 0) throw new ConfigError(missing.join('\n'));
}
