/** The port of a source of projects, and its errors. */
import { SourceError, type CallDeadline, type WriteBackSource } from '../../activities/write-back-port';
import type { Project } from '../../workflows/contract/project';

export { SourceUnavailable, type CallDeadline } from '../../activities/write-back-port';

/** A field of the source that cannot be mapped. */
export interface Misfit {
  /** The JSON pointer into the project document; empty for the project as a whole. */
  readonly pointer: string;
  readonly code: 'required' | 'invalid' | 'not_exportable';
  /** The message, which names the field of the source. */
  readonly message: string;
}

/** Thrown if the project does not exist or is not visible to us; most sources do not say which. */
export class SourceNotFound extends SourceError {}

/** Thrown if the project cannot be mapped, so that a person has to correct it in the source. */
export class SourceDoesNotFit extends SourceError {
  constructor(
    message: string,
    readonly misfits: readonly Misfit[],
  ) {
    super(message);
  }
}

export interface Source extends WriteBackSource {
  /** The name of the source, for people. */
  readonly name: string;
  /**
   * Fetches a project with its cost codes, as the source holds it now.
   * @throws SourceUnavailable SourceNotFound SourceDoesNotFit
   */
  fetchProject(projectId: string, deadline: CallDeadline): Promise<Project>;
  /** Returns the number of calls for this company since the process started, without those for tokens. */
  calls(): number;
}

/** Runs the work with a deadline of `ms` milliseconds. */
export async function withinMs<T>(ms: number, work: (deadline: CallDeadline) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ms);
  try {
    return await work({ signal: controller.signal, endsAt: performance.now() + ms });
  } finally {
    clearTimeout(timer);
  }
}
