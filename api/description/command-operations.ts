/** The routes of the commands, made from their table. */
import { commandRow, forEachCommand, type CommandName } from '../../workflows/contract/command-table';
import { commandBodies } from '../../workflows/contract/commands';
import { commandExample } from './examples';
import { atSource, type Operation, standingAnswer, submissionPath, writing } from './operation';

const deciding = ['stale_revision', 'already_closed', 'paused', 'unreadable', ...writing] as const;

/** One operation a command. Where it takes a project, one that is left out is fetched. */
function commandOperation(name: CommandName): Operation {
  const { segment, summary, description, roles, refusal, refusals = [], fields } = commandRow(name);
  return {
    id: name,
    method: 'post',
    path: `${submissionPath}/${segment}`,
    summary,
    description,
    roles,
    input: commandBodies[name],
    example: commandExample(name),
    answer: standingAnswer,
    problems: [refusal, ...refusals, ...('project' in fields ? atSource : []), ...deciding],
  };
}

export const commandOperations = forEachCommand(commandOperation);
