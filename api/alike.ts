/**
 * Warns if another submission of the company is open or exported with the number or the name of a project. Visibility
 * is searched when the warning is shown, and nothing is stored. If it does not answer in time, there is no warning.
 */
import type { Logger } from 'pino';
import { nameKey } from '../workflows/contract/text';
import type { Project } from '../workflows/contract/project';
import type { Check, Omitted, ShownCheck } from '../workflows/contract/view';
import { warning } from '../workflows/domain/finding';
import { toKeyword, toSearchWords } from '../workflows/search-attributes';
import { canSee } from './request/access';
import type { Context } from './request/context';
import type { Alike } from './gateway/queries';
import type { Run } from './gateway/memo';
import type { Submissions } from './gateway/gateway';

type Identity = Pick<Project, 'number' | 'name'>;

/** Finds other submissions with the same number or name. `projectId` is the project's own id, which is excluded. */
export type FindAlike = (
  context: Pick<Context, 'company' | 'grants'>,
  project: Identity,
  projectId: string | undefined,
) => Promise<ShownCheck[]>;

/** More would not make the warning another one. */
const others = 3;
/** Of those that have all the words of a name, some have more. */
const namesakes = 20;
/** A query grows with each word. */
const wordsAskedFor = 10;
/** Of the request's time, in milliseconds. */
const withinMs = 500;

const source = 'submissions';

const kinds = {
  number: { code: 'same_number', pointer: '/number' },
  name: { code: 'same_name', pointer: '/name' },
} as const;

/** At most one: it names the newest that this caller may read, if there is one. */
function toWarning(kind: keyof typeof kinds, runs: readonly Run[], { grants }: Pick<Context, 'grants'>): ShownCheck[] {
  if (runs.length === 0) return [];
  const { code, pointer } = kinds[kind];
  const shown = runs.find(({ projectId }) => canSee(grants, projectId));
  if (!shown) {
    const message = `Another project of this company is open or exported with this ${kind}. Check whether it is the same project.`;
    return [{ ...warning(code, pointer, message), source }];
  }
  const { projectId, isOpen } = shown;
  const isOnly = new Set(runs.map((run) => run.projectId)).size === 1;
  const message = `Project ${projectId} is ${isOpen ? 'open' : 'exported'} with this ${kind}${isOnly ? '' : ', and others too'}. Check whether it is the same project.`;
  return [{ ...warning(code, pointer, message), source, projectId }];
}

/** Adds the warnings to the checks, before the mark of a list that was cut. */
export const withAlike = (
  checks: readonly (Check | Omitted)[],
  alike: readonly ShownCheck[],
): (ShownCheck | Omitted)[] => [
  ...checks.filter((check) => 'code' in check),
  ...alike,
  ...checks.filter((check) => 'omitted' in check),
];

export function createFindAlike(submissions: Submissions, log: Logger): FindAlike {
  let isFailing = false;

  /** None where there is nothing to look for, or no answer. */
  async function find(companyId: string, alike: Alike, limit: number): Promise<readonly Run[]> {
    if (alike.number === '' || alike.words?.length === 0) return [];
    try {
      const { runs } = await submissions.list({ filter: { companyId, alike }, limit, withinMs });
      isFailing = false;
      return runs;
    } catch (error) {
      if (!isFailing) log.warn({ err: error, companyId }, 'cannot look for submissions with the same number or name');
      isFailing = true;
      return [];
    }
  }

  async function findNamesakes({ company }: Pick<Context, 'company'>, { name }: Identity, besides: string | undefined) {
    if (company.policy.searchNames !== true) return [];
    const words = toSearchWords(name).slice(0, wordsAskedFor);
    const runs = await find(company.id, { words, besides }, namesakes);
    return runs.filter((run) => nameKey(run.name) === nameKey(name));
  }

  return async (context, project, projectId) => {
    const sameNumber = find(context.company.id, { number: toKeyword(project.number), besides: projectId }, others);
    const sameName = findNamesakes(context, project, projectId);
    return [...toWarning('number', await sameNumber, context), ...toWarning('name', await sameName, context)];
  };
}
