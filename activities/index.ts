/** The activities the worker registers, over the ports they need. */
import type { SubmissionActivities } from '../workflows/contract/activities';
import { askErp } from './ask-erp';
import { createCompanyGate } from './company-gate';
import { exportToErp } from './export-to-erp';
import type { Erps } from './ports';

/** One a worker process: what it knows of an ERP's health is its own. */
export function createActivities(erps: Erps): SubmissionActivities {
  const gate = createCompanyGate();
  return {
    exportToErp: (request) => exportToErp(erps, gate, request),
    askErp: (request) => askErp(erps, gate, request),
  };
}
