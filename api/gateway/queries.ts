/** Builds the queries of lists and counts for visibility. Every value is checked before it is quoted. */
import type { SubmissionItem } from '../../workflows/contract/answers';
import { type AwaitedParty, isOpenStatus, type ShownStatus } from '../../workflows/contract/codes';
import { idPattern, submissionType } from '../../workflows/contract/names';
import { cutOffTerm, openTerm } from './executions';
import { quoteText, type Search, searchTerm } from './search';

export interface Filter {
  readonly companyId: string;
  /** Only these projects. `undefined` for all projects of the company. */
  readonly projects?: readonly string[] | undefined;
  readonly status?: ShownStatus | undefined;
  /** Only open runs, whatever their status. */
  readonly isOpen?: true | undefined;
  /** Only runs that closed in this period, from `from` (included) to `to` (excluded). ISO instants. */
  readonly closed?: { readonly from: string; readonly to: string } | undefined;
  readonly search?: Search | undefined;
  readonly alike?: Alike | undefined;
  /** Only for this reason. It needs an open status, as do the next two: visibility cannot answer them. */
  readonly why?: SubmissionItem['why'] | undefined;
  /** Only runs that have waited since before this instant, in the form of `toISOString`. */
  readonly waitingBefore?: string | undefined;
  /** Only those that wait for this party. */
  readonly awaiting?: AwaitedParty | undefined;
}

/** A search for runs that are open or exported, with this number or with all of these words in the name. */
export interface Alike {
  /** The number in the form in which visibility stores it. */
  readonly number?: string;
  /** The words in the form in which visibility stores them. */
  readonly words?: readonly string[];
  /** The project that is excluded. */
  readonly besides?: string | undefined;
}

/** The id alphabet has neither quotes nor wildcards. */
function quote(id: string): string {
  if (!idPattern.test(id)) throw new Error('not an id');
  return `'${id}'`;
}

/** Quotes an instant. @throws Error if it is none in the form of `toISOString` */
export function quoteInstant(instant: string): string {
  if (new Date(instant).toISOString() !== instant) throw new Error('not an instant');
  return `'${instant}'`;
}

function statusTerms(status: ShownStatus | undefined): string[] {
  if (status === undefined) return [];
  if (status === 'terminated') return [cutOffTerm];
  return [`SubmissionStatus = '${status}'`, ...(isOpenStatus(status) ? [openTerm] : [])];
}

/** `=` on a Text finds what has any of the words, so that each is asked for alone. */
const alikeTerms = ({ number, words = [], besides }: Alike): string[] => [
  `(${openTerm} OR SubmissionStatus = '${'exported' satisfies ShownStatus}')`,
  ...(besides === undefined ? [] : [`ProjectId != ${quote(besides)}`]),
  ...(number === undefined ? [] : [`ProjectNumber = ${quoteText(number)}`]),
  ...words.map((word) => `ProjectName = ${quoteText(word)}`),
];

/** A run that was continued as new leaves an extra row, which is never shown. */
const companyTerms = (companyId: string): string[] => [
  `WorkflowType = '${submissionType}'`,
  "ExecutionStatus != 'ContinuedAsNew'",
  `CompanyId = ${quote(companyId)}`,
];

/** Returns the query for the runs of a company that meet one more condition. */
export const toCompanyQuery = (companyId: string, term: string): string =>
  [...companyTerms(companyId), term].join(' AND ');

export const toQuery = ({ companyId, projects, status, search, isOpen, closed, alike }: Filter): string =>
  [
    ...companyTerms(companyId),
    ...(projects ? [`ProjectId IN (${projects.map(quote).join(', ')})`] : []),
    ...(closed ? [`CloseTime >= ${quoteInstant(closed.from)}`, `CloseTime < ${quoteInstant(closed.to)}`] : []),
    ...(isOpen ? [openTerm] : []),
    ...statusTerms(status),
    ...(alike ? alikeTerms(alike) : []),
    ...(search ? [searchTerm(search)] : []),
  ].join(' AND ');

/** Leaves out the project ids of a token that are no ids; `undefined` if none is left, so that nothing matches. */
export function narrow(filter: Filter): Filter | undefined {
  const projects = filter.projects?.filter((id) => idPattern.test(id));
  return projects?.length === 0 ? undefined : { ...filter, projects };
}
