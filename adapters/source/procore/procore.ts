/** Procore as a source of projects, through its documented REST API (docs/procore.md). */
import { SourceRefused } from '../../../activities/write-back-port';
import type { Project } from '../../../workflows/contract/project';
import {
  SourceDoesNotFit,
  SourceNotFound,
  SourceUnavailable,
  type CallDeadline,
  type Misfit,
  type Source,
} from '../source';
import { type Account, createCalls } from './calls';
import { ProcoreFailure } from './failure';
import { toProject } from './fields';
import { createReader } from './reader';
import { createWriteBack } from './write-back';

export interface ProcoreCompany {
  readonly account: Account;
  /** Procore's id of the company. */
  readonly companyId: string;
  /** The currency of all projects (ISO 4217), because Procore's projects have none. */
  readonly currency: string;
}

const toUnavailable = (failure: ProcoreFailure): SourceUnavailable =>
  new SourceUnavailable(failure.message, failure.retryAfterMs, { cause: failure });

const doesNotFit = (misfits: readonly Misfit[]): SourceDoesNotFit =>
  new SourceDoesNotFit(`The project in Procore is not valid: ${misfits.length} finding(s).`, misfits);

const tooMany = {
  pointer: '/costCodes',
  code: 'invalid',
  message: 'cost_codes in Procore has more cost codes than a project may have.',
} as const;

export function createProcore({ account, companyId, currency }: ProcoreCompany): Source {
  const calls = createCalls(account, companyId);
  const reader = createReader(calls, companyId);
  const write = createWriteBack(calls, reader, companyId);

  async function fetchProject(projectId: string, deadline: CallDeadline): Promise<Project> {
    const project = await reader.project(projectId, deadline);
    const labels = await reader.labels(project, deadline);
    const costCodes = await reader.costCodes(projectId, deadline);
    if (!costCodes) throw doesNotFit([tooMany]);
    const mapped = toProject({ project, costCodes, currency, labels });
    if ('misfits' in mapped) throw doesNotFit(mapped.misfits);
    return mapped.project;
  }

  return {
    name: 'Procore',
    calls: () => calls.sent(),
    fetchProject: async (projectId, deadline) => {
      try {
        return await fetchProject(projectId, deadline);
      } catch (error) {
        if (!(error instanceof ProcoreFailure)) throw error;
        if (error.kind !== 'not_found') throw toUnavailable(error);
        const message = `Procore shows no project ${projectId} to this account (${error.message}).`;
        throw new SourceNotFound(message, { cause: error });
      }
    },
    writeBack: async (origin, deadline) => {
      try {
        return await write(origin, deadline);
      } catch (error) {
        if (!(error instanceof ProcoreFailure)) throw error;
        throw error.kind === 'unavailable' ? toUnavailable(error) : new SourceRefused(error.message, { cause: error });
      }
    },
  };
}
