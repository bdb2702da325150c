/** What Tryton holds of a project, in the form in which our module reads it back. Pure. */
import type { ErpContent } from '../../../activities/erp-content';
import type { Job } from '../../../workflows/contract/commands';
import type { CostCode, Project } from '../../../workflows/contract/project';
import { toPlainDecimal } from '../../../workflows/contract/amounts';
import { defined } from '../../../workflows/contract/defined';

const toCostCode = ({ code, name, budget }: CostCode): ErpContent => ({
  code,
  name,
  ...defined({ budget: budget === undefined ? undefined : toPlainDecimal(budget) }),
});

const byCode = (a: CostCode, b: CostCode): number => (a.code < b.code ? -1 : 1);

/** Returns the code of a job's customer. A customer without a code is identified by name. */
export const findCustomerCode = ({ customer }: Project, { fields = {} }: Job): string =>
  fields['customer'] ?? customer?.code ?? customer?.name ?? '';

/**
 * Returns what Tryton should hold. It does not store cost types, the total value, and the project's own number, type,
 * department and texts.
 */
export function toContent(project: Project, job: Job): ErpContent {
  const { name, currency, startDate, completionDate, address, costCodes } = project;
  return {
    job: defined({ number: job.number }),
    name,
    currency,
    ...defined({ startDate, completionDate }),
    address,
    customer: { code: findCustomerCode(project, job) },
    costCodes: [...costCodes].sort(byCode).map(toCostCode),
  };
}
