/** Procore as a source of projects: its REST API as documented (docs/procore.md). */
import type { CallDeadline, Fetched, Source } from '../source';
import { type Account, createCalls } from './calls';
import { ProcoreFailure, toUnavailable } from './failure';
import { toProject } from './fields';
import { createReader } from './reader';
import { createWriteBack } from './write-back';

export interface ProcoreCompany {
  readonly account: Account;
  /** Procore's id of the company. */
  readonly companyId: string;
  /** ISO 4217: Procore's project names no currency. */
  readonly currency: string;
}

const tooMany = {
  pointer: '/costCodes',
  code: 'invalid',
  message: 'cost_codes in Procore holds more cost codes than a project document takes.',
} as const;

export function createProcore({ account, companyId, currency }: ProcoreCompany): Source {
  const calls = createCalls(account, companyId);
  const reader = createReader(calls, companyId);
  const write = createWriteBack(calls, reader, companyId);

  async function fetchProject(projectId: string, deadline: CallDeadline): Promise<Fetched> {
    const project = await reader.project(projectId, deadline);
    const labels = await reader.labels(project, deadline);
    const costCodes = await reader.costCodes(projectId, deadline);
    if (!costCodes) return { outcome: 'does_not_fit', misfits: [tooMany] };
    const mapped = toProject({ project, costCodes, currency, labels });
    return 'project' in mapped ? { outcome: 'project', ...mapped } : { outcome: 'does_not_fit', ...mapped };
  }

  return {
    name: 'Procore',
    calls: () => calls.sent(),
    fetchProject: async (projectId, deadline) => {
      try {
        return await fetchProject(projectId, deadline);
      } catch (error) {
        if (!(error instanceof ProcoreFailure)) throw error;
        if (error.kind !== 'not_found') return toUnavailable(error);
        return { outcome: 'not_found', message: `Procore shows no project ${projectId} to us (${error.message}).` };
      }
    },
    writeBack: async (origin, deadline) => {
      try {
        return await write(origin, deadline);
      } catch (error) {
        if (!(error instanceof ProcoreFailure)) throw error;
        return error.kind === 'unavailable' ? toUnavailable(error) : { outcome: 'refused', message: error.message };
      }
    },
  };
}
