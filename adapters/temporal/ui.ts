/** The addresses of pages of the Temporal UI. */

export interface TemporalUi {
  /** The address of the UI, without a slash at the end. */
  readonly url: string;
  readonly namespace: string;
}

const workflowsUrl = ({ url, namespace }: TemporalUi): string =>
  `${url}/namespaces/${encodeURIComponent(namespace)}/workflows`;

/** The list of all workflows, or of those that the query finds. */
export const workflowListPage = (ui: TemporalUi, query?: string): string =>
  `${workflowsUrl(ui)}${query === undefined ? '' : `?query=${encodeURIComponent(query)}`}`;

/**
 * The page of one execution on which its summary and current details stand. The UI itself opens the timeline, where
 * nothing of ours is.
 */
export const workflowPage = (ui: TemporalUi, workflowId: string, executionId: string): string =>
  `${workflowsUrl(ui)}/${encodeURIComponent(workflowId)}/${encodeURIComponent(executionId)}/user-metadata`;
