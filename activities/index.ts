/** The activities the worker registers, over the ports they need. */
import type { SubmissionActivities } from '../workflows/contract/activities';
import type { NoticeActivities } from '../workflows/contract/notice';
import { preflight } from './preflight';
import { createBulkhead, type Bulkhead } from './bulkhead';
import { createCompanySlots, type CompanySlots } from './company-slots';
import { exportToErp } from './export-to-erp';
import type { NoticePorts } from './notice-port';
import type { ErpRegistry } from './erp-port';
import { callWebhook, sendMail } from './send-notice';

/** `gate`: one a worker process; what it knows of an ERP's health is its own. */
export const createActivities = (erps: ErpRegistry, gate: Bulkhead = createBulkhead()): SubmissionActivities => ({
  exportToErp: (request) => exportToErp(erps, gate, request),
  preflight: (request) => preflight(erps, gate, request),
});

/** On a task queue of their own. */
export const createNoticeActivities = (
  ports: NoticePorts,
  slots: CompanySlots = createCompanySlots(),
): NoticeActivities => ({
  sendMail: (notice) => sendMail(ports, notice),
  callWebhook: (notice) => callWebhook(ports, slots, notice),
});
