/** The routes of a company: its integration, how its exports go, and the dry run of its rules. */
import { boundChecks, checkProject } from '../../workflows/domain/rules';
import { type FindAlike, withAlike } from '../alike';
import { mostLookedAt, toExportHealth } from '../export-health';
import type { Submissions } from '../gateway/gateway';
import { visibleProjects } from '../request/access';
import type { RouteAnswer, Context, Route } from '../request/context';
import { operations } from '../description/operations';
import type { IntegrationView } from '../../workflows/contract/answers';
import { defined } from '../../workflows/contract/defined';

interface CompanyDeps {
  readonly submissions: Submissions;
  readonly findAlike: FindAlike;
}

const createValidate =
  (findAlike: FindAlike) =>
  async (context: Context): Promise<RouteAnswer> => {
    const { project, projectId } = context.parse(operations.validate.input);
    const checks = boundChecks(checkProject(project, context.company.integration));
    return { status: 200, body: { checks: withAlike(checks, await findAlike(context, project, projectId)) } };
  };

function integration({ company }: Context): RouteAnswer {
  const { id, name, notSupported, takesProjects, prerequisites, figures, policy, source } = company;
  const body: IntegrationView = {
    companyId: id,
    companyName: name,
    ...company.integration,
    takesProjects,
    ...defined({ source: source?.kind, why: notSupported?.message, remedy: notSupported?.remedy }),
    prerequisites: [...prerequisites],
    figures: [...figures],
    policy,
  };
  return { status: 200, body };
}

const createExportHealth =
  (submissions: Submissions) =>
  async ({ company, grants }: Context): Promise<RouteAnswer> => {
    const filter = { companyId: company.id, projects: visibleProjects(grants), status: 'exporting' as const };
    const { runs } = await submissions.list({ filter, limit: mostLookedAt, sort: 'waiting' });
    const underWay = runs.map(async (run) => ({ run, exporting: await submissions.readExport(run) }));
    return { status: 200, body: toExportHealth(await Promise.all(underWay), company.connection.adapter === 'http') };
  };

export const createCompanyRoutes = ({ submissions, findAlike }: CompanyDeps): readonly Route[] => [
  { operation: operations.validate, run: createValidate(findAlike) },
  { operation: operations.integration, run: integration },
  { operation: operations.exportHealth, run: createExportHealth(submissions) },
];
