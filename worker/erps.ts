/** Which adapter serves which company, as companies.yaml says at the moment of the attempt. */
import { ErpDenied, type Erp, type Erps } from '../activities/ports';
import type { Companies, Company } from '../adapters/companies/companies';
import { ConfigError, readSecret } from '../adapters/env';
import { createFileDrop } from '../adapters/erp/file-drop';
import { createTryton } from '../adapters/erp/tryton/tryton';

const whyNoSecret = ({ id }: Company, variable: string): string =>
  `The worker has no ${variable} in its environment, which companies.yaml names for ${id}. Set it and start the worker again.`;

/** Each call fails like one with a wrong secret. */
function withoutSecret(message: string): Erp {
  const deny = () => Promise.reject(new ErpDenied(message));
  return { commitWithinMs: 0, writesOncePerReference: true, toErp: () => ({}), findByReference: deny, export: deny };
}

function createErp(company: Company): Erp | undefined {
  const { connection } = company;
  switch (connection.adapter) {
    case 'file-drop':
      return createFileDrop(connection);
    case 'tryton': {
      const key = readSecret(connection.keyVariable);
      return key === undefined
        ? withoutSecret(whyNoSecret(company, connection.keyVariable))
        : createTryton({ ...connection, key });
    }
    case 'none':
      return undefined;
  }
}

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
