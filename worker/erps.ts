/** Which adapter serves which company, as companies.yaml says at the moment of the attempt. */
import type { Erp, Erps } from '../activities/ports';
import type { Companies, Company } from '../adapters/companies/companies';
import { createFileDrop } from '../adapters/erp/file-drop';

function createErp({ connection }: Company): Erp | undefined {
  switch (connection.adapter) {
    case 'file-drop':
      return createFileDrop(connection);
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
