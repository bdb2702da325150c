/** Where a submission is found: in this API, and in the Temporal UI if it is configured. */
import { type TemporalUi, workflowPage } from '../adapters/temporal/ui';
import { type SubmissionId, toWorkflowId } from '../workflows/contract/names';
import type { Links } from '../workflows/contract/view';

/** `executionId`: of the run in Temporal as it is now, which another may have continued. */
export type ToLinks = (id: SubmissionId, executionId: string) => Links;

export const selfPath = ({ companyId, projectId }: SubmissionId): string =>
  `/v1/companies/${companyId}/submissions/${projectId}`;

export const createLinks =
  (ui: TemporalUi | undefined): ToLinks =>
  (id, executionId) => ({
    self: selfPath(id),
    ...(ui && { temporalUi: workflowPage(ui, toWorkflowId(id), executionId) }),
  });
