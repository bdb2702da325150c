/**
 * The view of a submission for one caller: its state, the terms that a decision needs, what the caller may do now, and
 * links.
 */
import type { Company } from '../adapters/companies/companies';
import { type CommandName, commandRow, commandTable, forEachCommand } from '../workflows/contract/command-table';
import type { ActionView } from '../workflows/contract/commands';
import type { PausedView, UnreadableView } from '../workflows/contract/outline';
import type { Integration, Terms } from '../workflows/contract/rules';
import { fromReference } from '../workflows/contract/names';
import type { ShownStanding } from '../workflows/contract/standing';
import type {
  Actor,
  ExportView,
  PreviousRun,
  Receipt,
  ShownReceipt,
  SubmissionState,
  SubmissionView,
} from '../workflows/contract/view';
import type { Caller } from '../workflows/domain/command';
import { findAwaited, findQuestion, refusedToAsk } from '../workflows/domain/comments';
import { refusalFor } from '../workflows/domain/decide';
import { mustNameNumber, refusedToChange } from '../workflows/domain/retry';
import { type Grants, canSee, hasAnyRole, listRoles } from './request/access';
import type { AppliedCommand } from './gateway/commands';
import { type Run, whyListed } from './gateway/memo';
import type { Outline } from './gateway/outline';
import type { SubmissionSnapshot } from './gateway/reads';
import type { ToLinks } from './links';
import { toRecordUrl } from './record-url';
import type { SubmissionItem } from '../workflows/contract/answers';
import { defined } from '../workflows/contract/defined';

/** The caller to whom a submission is shown. */
export interface Viewer {
  readonly actor: Actor;
  readonly grants: Grants;
  readonly company: Company;
}

/** Where the company's ERP takes no projects any more a retry could only park again. */
const noIntegration: ActionView = { allowed: false, code: 'integration_takes_no_projects' };

/** Who may retry may not always change what was accepted; and a taken number must be named, this one or another. */
const retryAction = (state: SubmissionState, caller: Caller): ActionView => ({
  allowed: true,
  ...defined({
    code: mustNameNumber(state) ? ('job_number_taken' as const) : undefined,
    who: refusedToChange(state, caller) && commandTable.retryExport.who,
  }),
});

/** Who may comment may not always ask. */
function commentAction(state: SubmissionState, caller: Caller): ActionView {
  const refusal = refusedToAsk(state, caller);
  return { allowed: true, ...defined({ code: refusal?.code, who: refusal && commandTable.comment.who }) };
}

function toAllowed(state: SubmissionState, name: CommandName, caller: Caller, { company }: Viewer): ActionView {
  if (name === 'comment') return commentAction(state, caller);
  if (name !== 'retryExport') return { allowed: true };
  return company.takesProjects ? retryAction(state, caller) : noIntegration;
}

function toAction({ state, ended }: SubmissionSnapshot, name: CommandName, viewer: Viewer): ActionView {
  const { roles, who } = commandRow(name);
  if (!hasAnyRole(viewer.grants, roles, state.projectId)) {
    return { allowed: false, code: 'not_permitted', who };
  }
  if (ended) return { allowed: false, code: 'already_closed' };
  const roled = { ...viewer.actor, roles: listRoles(viewer.grants, state.projectId) };
  const refusal = refusalFor(state, name, roled);
  if (!refusal) return toAllowed(state, name, roled, viewer);
  return { allowed: false, code: refusal.code, ...defined({ who: refusal.code === 'same_person' ? who : undefined }) };
}

function toActions(seen: SubmissionSnapshot, viewer: Viewer): Record<CommandName, ActionView> {
  return forEachCommand((name) => toAction(seen, name, viewer));
}

function toShownPreviousRun({ exported, ...run }: PreviousRun): SubmissionView['previousRun'] {
  if (!exported) return run;
  const { project: _project, ...rest } = exported;
  return { ...run, exported: rest };
}

const toTerms = ({ erp, erpName, acceptFields, ids, supportsPreflight, rules }: Integration): Terms => ({
  erp,
  erpName,
  acceptFields,
  jobNumber: rules.jobNumber,
  ...defined({ ids, supportsPreflight }),
});

function toShownReceipt(receipt: Receipt, { connection }: Company): ShownReceipt {
  const pattern = connection.adapter === 'none' ? undefined : connection.recordUrl;
  const url = toRecordUrl(pattern, receipt);
  return { ...receipt, ...defined({ url }) };
}

/** Returns the project of this company that has a number or a name in the ERP, if this caller may read it. */
function findHolder(holder: string | undefined, { company, grants }: Viewer): string | undefined {
  const id = holder === undefined ? undefined : fromReference(holder);
  return id?.companyId === company.id && canSee(grants, id.projectId) ? id.projectId : undefined;
}

function toShownExport({ parked, ...shown }: ExportView, viewer: Viewer): SubmissionView['export'] {
  if (!parked) return shown;
  return { ...shown, parked: { ...parked, ...defined({ holderProjectId: findHolder(parked.holder, viewer) }) } };
}

const toShownChecks = (checks: SubmissionView['checks'], viewer: Viewer): SubmissionView['checks'] =>
  checks.map((check) =>
    'omitted' in check
      ? check
      : { ...check, ...defined({ projectId: check.projectId ?? findHolder(check.holder, viewer) }) },
  );

export function toSubmissionView(seen: SubmissionSnapshot, viewer: Viewer, toLinks: ToLinks): SubmissionView {
  const { integration, policy: _policy, previousRun, receipt, export: exporting, ...shown } = seen.state;
  return {
    ...shown,
    checks: toShownChecks(shown.checks, viewer),
    terms: toTerms(integration),
    ...defined({
      export: exporting && toShownExport(exporting, viewer),
      receipt: receipt && toShownReceipt(receipt, viewer.company),
      previousRun: previousRun && toShownPreviousRun(previousRun),
      status: seen.ended ? ('terminated' as const) : undefined,
    }),
    actions: toActions(seen, viewer),
    links: toLinks(seen.state, seen.executionId ?? seen.state.runId),
  };
}

/** Shows the answer of a command. */
export const toShownStanding = ({ standing, ended }: AppliedCommand, toLinks: ToLinks): ShownStanding => ({
  ...standing,
  ...defined({ status: ended ? ('terminated' as const) : undefined }),
  links: toLinks(standing, standing.runId),
});

/** Shows a run that cannot show its state. */
export function toOutlineView(outline: Outline, toLinks: ToLinks): PausedView | UnreadableView {
  const { companyId, projectId, runId, status, revision, name, submittedBy, submittedAt, waitingSince } = outline.run;
  const identity = { companyId, projectId, runId, status };
  const links = toLinks(outline.run, outline.run.executionId);
  if ('unreadable' in outline) return { ...identity, unreadable: outline.unreadable, links };
  const known = { revision, name, submittedBy, submittedAt, waitingSince };
  return { ...identity, ...known, paused: outline.paused, links };
}

export function toItem(run: Run, toLinks: ToLinks): SubmissionItem {
  const { companyId, projectId, runId, revision, status, name, integration, checks, parked } = run;
  const { submittedBy, submittedAt, sentBy, waitingSince, isPaused, unreadable } = run;
  const { number, customer, totalValue, currency, jobNumber } = run;
  return {
    companyId,
    projectId,
    runId,
    revision,
    status,
    why: whyListed(run),
    name,
    number,
    currency,
    integration,
    submittedBy,
    submittedAt,
    sentBy: sentBy ?? submittedBy,
    waitingSince,
    checks,
    ...defined({
      customer: customer ? defined(customer) : undefined,
      totalValue: totalValue ?? undefined,
      job: jobNumber ? { number: jobNumber } : undefined,
      awaiting: findAwaited(run),
      question: findQuestion(run),
      parked: parked ?? undefined,
      paused: isPaused ? (true as const) : undefined,
      unreadable: unreadable && { code: unreadable },
    }),
    links: toLinks(run, run.executionId),
  };
}
