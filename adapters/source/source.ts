/** Where a company's projects come from: the port, and how it says no. */
import { SourceError, type CallDeadline, type WriteBackSource } from '../../activities/write-back-port';
import type { Project } from '../../workflows/contract/project';

export { SourceUnavailable, type CallDeadline } from '../../activities/write-back-port';

/** A field of the source that cannot be mapped. */
export interface Misfit {
  /** JSON pointer into the project document; empty: the project as a whole. */
  readonly pointer: string;
  readonly code: 'required' | 'invalid' | 'not_exportable';
  /** Names the field of the source. */
  readonly message: string;
}

/** The project is not there, or the source does not show it to us; most sources do not say which. */
export class SourceNotFound extends SourceError {}

/** The project cannot be mapped as it stands in the source: a person corrects it there. */
export class SourceDoesNotFit extends SourceError {
  constructor(
    message: string,
    readonly misfits: readonly Misfit[],
  ) {
    super(message);
  }
}

export interface Source extends WriteBackSource {
  /** As people call it. */
  readonly name: string;
  /**
   * One project with its cost codes, as the source holds it now.
   * @throws SourceUnavailable SourceNotFound SourceDoesNotFit
   */
  fetchProject(projectId: string, deadline: CallDeadline): Promise<Project>;
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
