/** The routes of a company's integration and of the dry run of its rules. */
import { boundChecks, checkProject } from '../../workflows/domain/rules';
import { type FindAlike, withAlike } from '../alike';
import type { RouteAnswer, Context, Route } from '../request/context';
import { operations } from '../description/operations';
import type { IntegrationView } from '../../workflows/contract/answers';
import { defined } from '../../workflows/contract/defined';

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

export const createCompanyRoutes = (findAlike: FindAlike): readonly Route[] => [
  { operation: operations.validate, run: createValidate(findAlike) },
  { operation: operations.integration, run: integration },
];
