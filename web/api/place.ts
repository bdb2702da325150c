/** The place in the desk and its path, so that every place can be linked to. */
import { shownStatuses, type ShownStatus } from '../../workflows/contract/codes';
import { idPattern } from '../../workflows/contract/names';
import { defined } from '../../workflows/contract/defined';

/** `all` shows every status. */
export type StatusFilter = ShownStatus | 'all';
export const statusFilters: readonly StatusFilter[] = [...shownStatuses, 'all'];

export type Place =
  | { readonly at: 'companies' }
  | {
      readonly at: 'queue';
      readonly companyId: string;
      readonly projectId?: string;
      /** Absent for the default of the person's role. */
      readonly filter?: StatusFilter;
      /** How an id or a number begins, or words of the name. */
      readonly search?: string;
      /** A project is being written: a new one, or corrections of the one that is open. */
      readonly isWriting?: true;
    };

export type QueuePlace = Extract<Place, { at: 'queue' }>;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function readQuery(query: string): Pick<QueuePlace, 'filter' | 'search' | 'isWriting'> {
  const params = new URLSearchParams(query);
  const filter = statusFilters.find((known) => known === params.get('status'));
  const search = params.get('q') ?? '';
  return {
    ...defined({
      filter,
      search: search === '' ? undefined : search,
      isWriting: params.has('new') || params.has('edit') ? true : undefined,
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

export function toPath(place: Place): string {
  if (place.at === 'companies') return '/desk';
  const { companyId, projectId, filter, search, isWriting } = place;
  const params = new URLSearchParams();
  if (filter) params.set('status', filter);
  if (search !== undefined) params.set('q', search);
  const writing = isWriting && (projectId === undefined ? 'new' : 'edit');
  const query = [writing, params.toString()].filter(Boolean).join('&');
  return `/desk/${companyId}${projectId === undefined ? '' : `/${projectId}`}${query === '' ? '' : `?${query}`}`;
}
