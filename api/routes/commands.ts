/** The commands over HTTP. */
import { type CommandName, commandNames } from '../../workflows/contract/codes';
import { commandBodies, type Job } from '../../workflows/contract/commands';
import { hasOneOf, whoCan } from '../access';
import { commandOperations } from '../command-operations';
import type { Answer, Context, Route } from '../context';
import { Problem } from '../problems';
import type { Submissions } from '../submissions';
import { checkTaken, createShow, type SubmissionDeps } from './submissions';

/** What travels beside the body. */
type Extra = Readonly<Record<string, unknown>>;

/**
 * An operator retries with the number that is there, an approver with any. The number is then left
 * out, so that the workflow keeps its own whatever happens in between.
 */
async function withoutNumber(submissions: Submissions, context: Context, job: Job): Promise<Job> {
  const { number, ...rest } = job;
  if (number === undefined || hasOneOf(context.grants, ['approver'])) return job;
  const { state } = await submissions.view(context.id);
  if (number !== state.job?.number) throw new Problem('not_permitted', whoCan.retryExport);
  return rest;
}

function prepare({
  submissions,
  projects,
}: Pick<SubmissionDeps, 'submissions' | 'projects'>): Readonly<
  Partial<Record<CommandName, (context: Context) => Promise<Extra>>>
> {
  return {
    resend: async (context) => {
      const body = context.parse(commandBodies.resend);
      const { integration, policy, source } = context.company;
      checkTaken(context, body.project);
      const isFetched = body.project === undefined && source !== undefined;
      const project = isFetched ? await projects.forResend(context, body) : undefined;
      if (project) checkTaken(context, project);
      const { email } = context;
      return {
        fresh: { integration, policy },
        ...(project && { project }),
        ...(email !== undefined && { senderEmail: email }),
      };
    },
    retryExport: async (context) => {
      const { job, confirm } = context.parse(commandBodies.retryExport);
      if (confirm && !hasOneOf(context.grants, ['approver'])) throw new Problem('not_permitted', whoCan.retryExport);
      return job ? { job: await withoutNumber(submissions, context, job) } : {};
    },
  };
}

export function createCommandRoutes({ submissions, projects, toLinks }: SubmissionDeps): readonly Route[] {
  const show = createShow(toLinks);
  const prepared = prepare({ submissions, projects });

  const toRun =
    (name: CommandName) =>
    async (context: Context): Promise<Answer> => {
      const body = context.parse(commandBodies[name]);
      const { id: actorId, name: actorName } = context.actor;
      const actor = { id: actorId, ...(actorName !== undefined && { name: actorName }) };
      const extra = await prepared[name]?.(context);
      const message = { ...body, ...extra, actor, request: context.requestOf(body) };
      return show(await submissions.command({ id: context.id, name, message }), context);
    };

  return commandNames.map((name) => ({ operation: commandOperations[name], run: toRun(name) }));
}
