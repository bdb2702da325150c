/** Where a submission is found: in this API, and in the Temporal UI if it is configured. */
import { type SubmissionId, toWorkflowId } from '../workflows/contract/names';
import type { Links } from '../workflows/contract/view';

export type ToLinks = (id: SubmissionId) => Links;

export const selfPath = ({ companyId, projectId }: SubmissionId): string =>
  `/v1/companies/${companyId}/submissions/${projectId}`;

export interface TemporalUi {
  /** Without a slash at the end. */
  readonly url: string;
  readonly namespace: string;
}

export const createLinks =
  (ui: TemporalUi | undefined): ToLinks =>
  (id) => ({
    self: selfPath(id),
    ...(ui && {
      temporalUi: `${ui.url}/namespaces/${encodeURIComponent(ui.namespace)}/workflows/${encodeURIComponent(toWorkflowId(id))}`,
    }),
  });
