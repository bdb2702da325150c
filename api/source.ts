/** Fetches a project that a request leaves out from the company's source, unless the request was answered before. */
import type { Logger } from 'pino';
import type { Company } from '../adapters/companies/companies';
import { type Source, SourceDoesNotFit, SourceNotFound, SourceUnavailable, withinMs } from '../adapters/source/source';
import type { Sources } from '../adapters/source/sources';
import { limits } from '../workflows/contract/limits';
import type { SubmissionId } from '../workflows/contract/names';
import type { Project } from '../workflows/contract/project';
import { refusalFor } from '../workflows/domain/decide';
import type { Context } from './request/context';
import { type Outline, requireState } from './gateway/outline';
import { toSnapshotCurrent, type SubmissionSnapshot } from './gateway/reads';
import { Problem } from './problems';
import type { Submissions } from './gateway/gateway';

/** For all calls together, in milliseconds. */
const fetchMs = 4_000;

export interface SourceDeps {
  readonly submissions: Submissions;
  /** The sources of projects. `undefined` if no company has one. */
  readonly sources: Sources | undefined;
  readonly log: Logger;
}

export interface ProjectSource {
  /**
   * Returns the project of a submit.
   * @throws Problem `source_unavailable`, `source_not_found`, `source_does_not_fit`, and any reason why it cannot be
   * submitted
   */
  forSubmit(
    context: Context,
    id: SubmissionId,
    body: unknown,
  ): Promise<{ project: Project } | { seen: SubmissionSnapshot | Outline }>;
  /**
   * Returns the project of a resend; `undefined` if this request was applied before.
   * @throws Problem as for a submit, and any reason why it cannot be resent
   */
  forResend(context: Context, body: { readonly revision: number }): Promise<Project | undefined>;
}

/** `undefined`: it is none of the ways a source fails. */
function toProblem(error: unknown): Problem | undefined {
  if (error instanceof SourceUnavailable) {
    const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1_000));
    return new Problem('source_unavailable', error.message, { headers: { 'Retry-After': String(seconds) } });
  }
  if (error instanceof SourceNotFound) return new Problem('source_not_found', error.message);
  if (!(error instanceof SourceDoesNotFit)) return undefined;
  return new Problem('source_does_not_fit', error.message, { errors: error.misfits.slice(0, limits.checks) });
}

/** What the workflow would refuse anyway costs no call. */
function checkResendable(seen: SubmissionSnapshot, { actor }: Context, revision: number): void {
  const current = toSnapshotCurrent(seen);
  if (seen.ended) throw new Problem('already_closed', 'The run was ended in Temporal.', { current });
  const refusal = refusalFor(seen.state, 'resend', actor);
  if (refusal) throw new Problem(refusal.code, refusal.message, { current });
  if (revision === seen.state.revision) return;
  const message = `The command was made for revision ${revision}, but the submission is at revision ${seen.state.revision}.`;
  throw new Problem('stale_revision', message, { current });
}

export function createProjectSource({ submissions, sources, log }: SourceDeps): ProjectSource {
  function requireSource(company: Company): Source {
    const source = sources?.of(company);
    if (!source) throw new Error(`company ${company.id} has no source`);
    return source;
  }

  async function fetchProject(company: Company, projectId: string): Promise<Project> {
    const source = requireSource(company);
    const startedAt = performance.now();
    const note = (outcome: string): void => {
      const ms = Math.round(performance.now() - startedAt);
      log.info({ companyId: company.id, projectId, outcome, ms, sourceCalls: source.calls() }, 'source asked');
    };
    try {
      const project = await withinMs(fetchMs, (deadline) => source.fetchProject(projectId, deadline));
      note('project');
      return project;
    } catch (error) {
      const problem = toProblem(error);
      if (!problem) throw error;
      note(problem.code.replace('source_', ''));
      throw problem;
    }
  }

  return {
    forSubmit: async (context, id, body) => {
      const key = context.isRepeatable ? { key: context.toUpdateRequest(body) } : {};
      const seen = await submissions.submitted({ id, ...key });
      return seen ? { seen } : { project: await fetchProject(context.company, id.projectId) };
    },
    forResend: async (context, body) => {
      const { id, company, isRepeatable } = context;
      if (isRepeatable && (await submissions.hasApplied(id, context.toUpdateRequest(body)))) return undefined;
      checkResendable(requireState(await submissions.view(id)), context, body.revision);
      return fetchProject(company, id.projectId);
    },
  };
}
