/** The activities the worker registers, over the ports they need. */
import type { SubmissionActivities } from '../workflows/contract/activities';
import { askErp } from './ask-erp';
import { createCompanyGate, type CompanyGate } from './company-gate';
import { exportToErp } from './export-to-erp';
import type { Erps } from './ports';

/** `gate`: one a worker process; what it knows of an ERP's health is its own. */
export const createActivities = (erps: Erps, gate: CompanyGate = createCompanyGate()): SubmissionActivities => ({
  exportToErp: (request) => exportToErp(erps, gate, request),
  askErp: (request) => askErp(erps, gate, request),
});
