/** Where a company's projects come from: the port. What it says no with is a value: nothing of it is thrown. */
import type { CallDeadline, Unavailable, WriteBackSource } from '../../activities/write-back-port';
import type { Project } from '../../workflows/contract/project';

export type { CallDeadline, Unavailable } from '../../activities/write-back-port';

/** A field of the source that cannot be mapped. */
export interface Misfit {
  /** JSON pointer into the project document; empty: the project as a whole. */
  readonly pointer: string;
  readonly code: 'required' | 'invalid' | 'not_exportable';
  /** Names the field of the source. */
  readonly message: string;
}

export type Fetched =
  | { readonly outcome: 'project'; readonly project: Project }
  | Unavailable
  /** It is not there, or the source does not show it to us; most sources do not say which. */
  | { readonly outcome: 'not_found'; readonly message: string }
  | { readonly outcome: 'does_not_fit'; readonly misfits: readonly Misfit[] };

export interface Source extends WriteBackSource {
  /** As people call it. */
  readonly name: string;
  /** One project with its cost codes, as the source holds it now. */
  fetchProject(projectId: string, deadline: CallDeadline): Promise<Fetched>;
  /** Calls made for this company since the process began, tokens not counted. */
  calls(): number;
}

/** Gives the work at most so many milliseconds. */
export async function withinMs<T>(ms: number, work: (deadline: CallDeadline) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await work({ signal: controller.signal, endsAt: performance.now() + ms });
  } finally {
    clearTimeout(timer);
  }
}
