/** What Tryton holds of a project, in the form in which our module reads it back: pure. */
import type { ErpContent } from '../../../activities/erp-content';
import type { Job } from '../../../workflows/contract/commands';
import type { CostCode, Project } from '../../../workflows/contract/project';
import { toPlainDecimal } from '../../../workflows/contract/amounts';
import { defined } from '../../../workflows/contract/defined';

const toCostCode = ({ code, name, budget }: CostCode): ErpContent => ({
  code,
  name,
  ...(budget !== undefined && { budget: toPlainDecimal(budget) }),
});

const byCode = (a: CostCode, b: CostCode): number => (a.code < b.code ? -1 : 1);

/** Who a job without a customer code is for, is known by the name. */
export const findCustomerCode = ({ customer }: Project, { fields = {} }: Job): string =>
  fields['customer'] ?? customer?.code ?? customer?.name ?? '';

/** Cost types, the total value and the project's own number, type, department and texts are not taken. */
export function toContent(project: Project, job: Job): ErpContent {
  const { name, currency, startDate, completionDate, address, costCodes } = project;
  return {
    job: { ...defined({ number: job.number }) },
    name,
    currency,
    ...defined({ startDate, completionDate }),
    address,
    customer: { code: findCustomerCode(project, job) },
    costCodes: [...costCodes].sort(byCode).map(toCostCode),
  };
}
