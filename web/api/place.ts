/** The place in the desk and its path, so that every place can be linked to. */
import { shownStatuses, type ShownStatus, waitingReasons } from '../../workflows/contract/codes';
import { idPattern } from '../../workflows/contract/names';
import { defined } from '../../workflows/contract/defined';

/** `all` shows every status. */
export type StatusFilter = ShownStatus | 'all';
export const statusFilters: readonly StatusFilter[] = [...shownStatuses, 'all'];

export type WaitingReason = (typeof waitingReasons)[number];
/** How long a submission has waited at least. */
export const waits = ['1d', '3d', '1w'] as const;
export type Wait = (typeof waits)[number];

/** What narrows the list of one status. */
export interface Narrowing {
  readonly why?: WaitingReason;
  readonly waiting?: Wait;
  /** Only submissions with an open question to their sender. */
  readonly isAsked?: true;
}

export type Place =
  | { readonly at: 'companies' }
  | (Narrowing & {
      readonly at: 'queue';
      readonly companyId: string;
      readonly projectId?: string;
      /** Absent for the default of the person's role. */
      readonly filter?: StatusFilter;
      /** How an id or a number begins, or words of the name. */
      readonly search?: string;
      /** A project is being written: a new one, or corrections of the one that is open. */
      readonly isWriting?: true;
      /** What the company's ERP asks is shown. */
      readonly isAbout?: true;
    });

export type QueuePlace = Extract<Place, { at: 'queue' }>;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

type Query = Omit<QueuePlace, 'at' | 'companyId' | 'projectId'>;

function readQuery(query: string): Query {
  const params = new URLSearchParams(query);
  const known = <T extends string>(name: string, values: readonly T[]): T | undefined =>
    values.find((value) => value === params.get(name));
  const search = params.get('q') ?? '';
  return {
    ...defined({
      filter: known('status', statusFilters),
      search: search === '' ? undefined : search,
      why: known('why', waitingReasons),
      waiting: known('waiting', waits),
      isAsked: params.get('awaiting') === 'sender' ? (true as const) : undefined,
      isWriting: params.has('new') || params.has('edit') ? true : undefined,
      isAbout: params.has('about') ? true : undefined,
    }),
  };
}

/** Reads a path. A path that is not a place of the desk leads to the choice of a company. */
export function readPlace(path: string, query: string): Place {
  const [desk, companyId, projectId, ...rest] = path.split('/').filter(Boolean).map(decoded);
  if (desk !== 'desk' || companyId === undefined || !idPattern.test(companyId) || rest.length > 0) {
    return { at: 'companies' };
  }
  const isProject = projectId !== undefined && idPattern.test(projectId);
  return { at: 'queue', companyId, ...defined({ projectId: isProject ? projectId : undefined }), ...readQuery(query) };
}

/** The list alone: nothing is open beside it. */
export function toList({ projectId: _id, isWriting: _writing, isAbout: _about, ...list }: QueuePlace): QueuePlace {
  return list;
}

/** The same list without what narrows it. */
export function widen({
  why: _why,
  waiting: _waiting,
  isAsked: _isAsked,
  search: _search,
  ...rest
}: QueuePlace): QueuePlace {
  return rest;
}

export function toPath(place: Place): string {
  if (place.at === 'companies') return '/desk';
  const { companyId, projectId, filter, search, why, waiting, isAsked, isWriting, isAbout } = place;
  const params = new URLSearchParams();
  const given = { status: filter, q: search, why, waiting, awaiting: isAsked && 'sender' };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) params.set(name, value);
  const writing = isWriting && (projectId === undefined ? 'new' : 'edit');
  const query = [writing, isAbout && 'about', params.toString()].filter(Boolean).join('&');
  return `/desk/${companyId}${projectId === undefined ? '' : `/${projectId}`}${query === '' ? '' : `?${query}`}`;
}
