/** The activities the worker registers, over the ports they need. */
import type { SubmissionActivities } from '../workflows/contract/activities';
import { exportToErp } from './export-to-erp';
import type { Erps } from './ports';

export const createActivities = (erps: Erps): SubmissionActivities => ({
  exportToErp: (request) => exportToErp(erps, request),
});
