/** Makes the links of a submission: to this API and, if it is configured, to the Temporal UI. */
import { type TemporalUi, workflowPage } from '../adapters/temporal/ui';
import { type SubmissionId, toWorkflowId } from '../workflows/contract/names';
import type { Links } from '../workflows/contract/view';
import { defined } from '../workflows/contract/defined';

/** Returns the links of a submission. `executionId` is Temporal's current run id. */
export type ToLinks = (id: SubmissionId, executionId: string) => Links;

export const selfPath = ({ companyId, projectId }: SubmissionId): string =>
  `/v1/companies/${companyId}/submissions/${projectId}`;

export const createLinks =
  (ui: TemporalUi | undefined): ToLinks =>
  (id, executionId) => ({
    self: selfPath(id),
    ...defined({ temporalUi: ui && workflowPage(ui, toWorkflowId(id), executionId) }),
  });
