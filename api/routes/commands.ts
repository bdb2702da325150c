/** The commands over HTTP. */
import { type CommandName, commandNames } from '../../workflows/contract/command-table';
import { commandBodies } from '../../workflows/contract/commands';
import { listRoles } from '../request/access';
import { operations } from '../description/operations';
import { commandOperations } from '../description/command-operations';
import type { RouteAnswer, Context, Route } from '../request/context';
import { toShownStanding } from '../view';
import { checkTaken, checkTakesProjects, type SubmissionDeps } from './submissions';
import { defined } from '../../workflows/contract/defined';

/** What travels beside the body. */
type Extra = Readonly<Record<string, unknown>>;

function prepare({
  projects,
}: Pick<SubmissionDeps, 'projects'>): Readonly<Partial<Record<CommandName, (context: Context) => Promise<Extra>>>> {
  return {
    resend: async (context) => {
      const body = context.parse(commandBodies.resend);
      const { integration, policy, source } = context.company;
      checkTaken(context, body.project, true);
      const isFetched = body.project === undefined && source !== undefined;
      const project = isFetched ? await projects.forResend(context, body) : undefined;
      if (project) checkTaken(context, project, false);
      const { email } = context;
      return {
        fresh: { integration, policy },
        ...defined({ project, senderEmail: email }),
      };
    },
    // What was accepted for another ERP could only park again.
    retryExport: ({ company }) => {
      checkTakesProjects(company);
      return Promise.resolve({});
    },
  };
}

export function createCommandRoutes({ submissions, projects, toLinks }: SubmissionDeps): readonly Route[] {
  const prepared = prepare({ projects });

  const toRun =
    (name: CommandName) =>
    async (context: Context): Promise<RouteAnswer> => {
      const body = context.parse(commandBodies[name]);
      const { id: actorId, name: actorName } = context.actor;
      const roles = listRoles(context.grants, context.id.projectId);
      const actor = { id: actorId, ...defined({ name: actorName }), roles };
      const extra = await prepared[name]?.(context);
      const message = { ...body, ...extra, actor, request: context.toUpdateRequest(body) };
      const applied = await submissions.command({ id: context.id, name, message });
      return { status: 200, body: toShownStanding(applied, toLinks) };
    };

  const exportNow = async (context: Context): Promise<RouteAnswer> => {
    const body = context.parse(operations.exportNow.input);
    await submissions.exportNow(context.id);
    return { status: 202, body };
  };

  return [
    ...commandNames.map((name) => ({ operation: commandOperations[name], run: toRun(name) })),
    { operation: operations.exportNow, run: exportNow },
  ];
}
