/** The routes of submissions: they parse the request, call the gateway and show the view. */
import type { Company } from '../../adapters/companies/company';
import { checkProject, hasErrors } from '../../workflows/domain/rules';
import { shownStatuses } from '../../workflows/contract/codes';
import { SubmitBody } from '../../workflows/contract/commands';
import { limits } from '../../workflows/contract/limits';
import { toPlace } from '../../workflows/contract/pointers';
import type { Project } from '../../workflows/contract/project';
import { isProjectAdmin, submitRoles, visibleProjects } from '../request/access';
import { type RouteAnswer, type Context, notPermitted, type Route } from '../request/context';
import { type FindAlike, withAlike } from '../alike';
import { type ToLinks, selfPath } from '../links';
import { operations } from '../description/operations';
import { Problem, toFieldError } from '../problems';
import type { ProjectSource } from '../source';
import type { Submissions } from '../gateway/gateway';
import { toItem, toOutlineView, toSubmissionView } from '../view';
import { isOutline, type Outline } from '../gateway/outline';
import type { SubmissionSnapshot } from '../gateway/reads';
import { defined } from '../../workflows/contract/defined';

export interface SubmissionDeps {
  readonly submissions: Submissions;
  readonly projects: ProjectSource;
  readonly toLinks: ToLinks;
  readonly findAlike: FindAlike;
}

/** Where there is no source to fetch it from. */
const SentBody = SubmitBody.required({ project: true });

/** Checks that the ERP of the company takes projects. @throws Problem `integration_takes_no_projects` */
export function checkTakesProjects({ takesProjects, notSupported, integration }: Company): void {
  if (takesProjects) return;
  const why = notSupported
    ? `${notSupported.message} ${notSupported.remedy}`
    : `${integration.erpName} takes no projects.`;
  throw new Problem('integration_takes_no_projects', why);
}

/**
 * Checks that the ERP takes this project. With `isInBody`, the errors point into the document of the request, where a
 * cost code is addressed by its index.
 * @throws Problem `integration_takes_no_projects`, `project_breaks_rules`
 */
export function checkTaken({ company }: Context, project: Project | undefined, isInBody: boolean): void {
  checkTakesProjects(company);
  const { integration } = company;
  const checks = project ? checkProject(project, integration) : [];
  if (!hasErrors(checks)) return;
  const codes = isInBody ? (project?.costCodes ?? []).map(({ code }) => code) : [];
  const errors = checks
    .slice(0, limits.checks)
    .map(toFieldError)
    .map((error) => ({ ...error, pointer: toPlace(error.pointer, codes) }));
  const detail = `${integration.erpName} would refuse this project: ${checks.length} finding(s).`;
  throw new Problem('project_breaks_rules', detail, { errors });
}

const createShow =
  (toLinks: ToLinks) =>
  (found: SubmissionSnapshot | Outline, context: Context, status: 200 | 201 = 200): RouteAnswer => ({
    status,
    body: isOutline(found) ? toOutlineView(found, toLinks) : toSubmissionView(found, context, toLinks),
    ...defined({
      headers: status === 201 ? { Location: selfPath(isOutline(found) ? found.run : found.state) } : undefined,
    }),
  });

export function createSubmissionRoutes({
  submissions,
  projects,
  toLinks,
  findAlike,
}: SubmissionDeps): readonly Route[] {
  const show = createShow(toLinks);

  const submit = async (context: Context): Promise<RouteAnswer> => {
    const { actor, email, company, grants, isRepeatable } = context;
    const body = context.parse(company.source ? operations.submit.input : SentBody);
    const id = { companyId: company.id, projectId: body.projectId };
    if (!isProjectAdmin(grants, id.projectId)) throw notPermitted(submitRoles);
    checkTaken(context, body.project, true);
    const sourced = body.project ? { project: body.project } : await projects.forSubmit(context, id, body);
    if ('seen' in sourced) return show(sourced.seen, context, 201);
    if (!body.project) checkTaken(context, sourced.project, false);
    const seen = await submissions.submit({
      id,
      project: sourced.project,
      terms: company,
      by: actor,
      ...defined({ senderEmail: email, key: isRepeatable ? context.toUpdateRequest(body) : undefined }),
    });
    return show(seen, context, 201);
  };

  const list = async (context: Context): Promise<RouteAnswer> => {
    const { limit, cursor, sort, waitingBefore, q, ...asked } = context.parse(operations.list.input);
    const before = waitingBefore === undefined ? undefined : new Date(waitingBefore).toISOString();
    const filter = {
      companyId: context.company.id,
      projects: visibleProjects(context.grants),
      ...asked,
      ...defined({
        waitingBefore: before,
        search: q === undefined ? undefined : { text: q, hasNames: context.company.policy.searchNames === true },
      }),
    };
    const { runs, next } = await submissions.list({ filter, limit, cursor, sort });
    const items = runs.map((run) => toItem(run, toLinks));
    return { status: 200, body: { items, ...defined({ next }) } };
  };

  const counts = async (context: Context): Promise<RouteAnswer> => {
    const filter = { companyId: context.company.id, projects: visibleProjects(context.grants) };
    const all = shownStatuses.map(async (status) => [status, await submissions.count({ ...filter, status })] as const);
    return { status: 200, body: Object.fromEntries(await Promise.all(all)) };
  };

  /** While it waits, whoever decides is told what else has its number. */
  const view = async (context: Context): Promise<RouteAnswer> => {
    const found = await submissions.view(context.id);
    if (isOutline(found) || found.ended || found.state.status !== 'awaiting_decision') return show(found, context);
    const { state } = found;
    const alike = await findAlike(context, state.project, state.projectId);
    return show({ ...found, state: { ...state, checks: withAlike(state.checks, alike) } }, context);
  };

  return [
    { operation: operations.submit, run: submit },
    { operation: operations.list, run: list },
    { operation: operations.counts, run: counts },
    { operation: operations.view, run: view },
  ];
}
