/** What a company's ERP takes, and a dry run of its rules. */
import { boundChecks, checkProject } from '../../workflows/domain/rules';
import type { Answer, Context, Route } from '../request/context';
import { operations } from '../description/operations';
import type { IntegrationView } from '../schemas';

function validate(context: Context): Answer {
  const { project } = context.parse(operations.validate.input);
  return { status: 200, body: { checks: boundChecks(checkProject(project, context.company.integration)) } };
}

function integration({ company }: Context): Answer {
  const { id, name, whyNot, takesProjects, prerequisites, figures, policy, source } = company;
  const body: IntegrationView = {
    ...{ companyId: id, companyName: name, ...company.integration, takesProjects },
    ...(source && { source: source.kind }),
    ...(whyNot && { why: whyNot.message, remedy: whyNot.remedy }),
    ...{ prerequisites: [...prerequisites], figures: [...figures], policy },
  };
  return { status: 200, body };
}

export const companyRoutes: readonly Route[] = [
  { operation: operations.validate, run: validate },
  { operation: operations.integration, run: integration },
];
