/** The activities that the worker registers, over the ports that they need. */
import type { SubmissionActivities } from '../workflows/contract/activities';
import type { NoticeActivities } from '../workflows/contract/notice';
import { preflight } from './preflight';
import { createBulkhead, type Bulkhead } from './bulkhead';
import { createCompanySlots, type CompanySlots } from './company-slots';
import { exportToErp } from './export-to-erp';
import type { NoticePorts } from './notice-port';
import type { ErpRegistry } from './erp-port';
import { callWebhook, sendMail } from './send-notice';

/**
 * Creates the activities of submissions. A worker process has one `gate`, which knows the health of its ERPs. With
 * `sealedOnly` no run is exported that did not begin sealed.
 */
export const createActivities = (
  erps: ErpRegistry,
  gate: Bulkhead = createBulkhead(),
  sealedOnly = false,
): SubmissionActivities => ({
  exportToErp: (request) => exportToErp({ erps, gate, sealedOnly }, request),
  preflight: (request) => preflight(erps, gate, request),
});

/** Creates the activities of notices, which have a separate task queue. */
export const createNoticeActivities = (
  ports: NoticePorts,
  slots: CompanySlots = createCompanySlots(),
): NoticeActivities => ({
  sendMail: (notice) => sendMail(ports, notice),
  callWebhook: (notice) => callWebhook(ports, slots, notice),
});
