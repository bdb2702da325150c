/** The row of a submission that was read from its workflow, as visibility will show it. */
import { defined } from '../../../workflows/contract/defined';
import type { Run } from '../memo';
import type { SubmissionSnapshot } from '../reads';

export function toOwnRun({ state, ended, executionId = state.runId }: SubmissionSnapshot): Run {
  const count = (severity: 'error' | 'warning'): number =>
    state.checks.filter((check) => 'severity' in check && check.severity === severity).length;
  const { companyId, projectId, runId, revision, firstRevision, submittedBy, submittedAt, waitingSince } = state;
  const parked = state.export?.parked;
  return {
    companyId,
    projectId,
    runId,
    executionId,
    revision,
    firstRevision,
    submittedBy,
    submittedAt,
    waitingSince,
    name: state.project.name,
    number: state.project.number,
    customer: state.project.customer,
    totalValue: state.project.totalValue,
    currency: state.project.currency,
    integration: state.integration.erp,
    status: ended ? 'terminated' : state.status,
    update: state.mode === 'update',
    checks: { errors: count('error'), warnings: count('warning') },
    submitKeys: [],
    startedAt: submittedAt,
    isOpen: !ended,
    isPaused: false,
    isContinued: executionId !== runId,
    ...defined({
      parked: parked && { code: parked.code, since: parked.since },
      question: state.question,
    }),
  };
}
