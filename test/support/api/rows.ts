/** Rows as visibility shows them, for an index that is tested without Temporal. */
import type { Run } from '../../../api/gateway/memo';
import { sender } from '../domain/fixtures';

/** The n-th second of the story. */
export const second = (n: number): string => new Date(Date.UTC(2026, 2, 1, 9) + n * 1_000).toISOString();

/** An open row that waits for a decision. `executionId` is its project's id with `/1`, unless it is given. */
export function row(projectId: string, changes: Partial<Run> = {}): Run {
  const executionId = changes.executionId ?? `${projectId}/1`;
  const startedAt = changes.startedAt ?? second(0);
  return {
    companyId: 'acme',
    projectId,
    runId: executionId,
    executionId,
    status: 'awaiting_decision',
    revision: 1,
    firstRevision: 1,
    name: `Project ${projectId}`,
    number: `N-${projectId}`,
    currency: 'USD',
    integration: 'ledger_erp',
    submittedBy: sender,
    submittedAt: startedAt,
    startedAt,
    waitingSince: startedAt,
    update: false,
    checks: { errors: 0, warnings: 0 },
    submitKeys: [],
    isOpen: true,
    isPaused: false,
    isContinued: false,
    ...changes,
  };
}

/** As `row`, ended in this status. */
export const closedRow = (
  projectId: string,
  status: 'exported' | 'withdrawn' | 'terminated',
  changes: Partial<Run> = {},
) => row(projectId, { status, isOpen: false, ...changes });
