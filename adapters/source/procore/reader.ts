/** Reads a project and its cost codes from Procore, as Procore says them. */
import type { Deadline } from '../source';
import type { Calls } from './calls';
import { ProcoreFailure, unavailable } from './failure';
import { bookable } from './fields';
import { readWhole } from './paging';
import { parseAs, ProcoreCostCodes, ProcoreProject, type ProcoreCostCode } from './shapes';

export interface Reader {
  /** @throws ProcoreFailure */
  project(projectId: string, deadline: Deadline): Promise<ProcoreProject>;
  /** Those that can be booked on; `undefined`: far more than a document takes. @throws ProcoreFailure */
  costCodes(projectId: string, deadline: Deadline): Promise<readonly ProcoreCostCode[] | undefined>;
}

/** Procore's ids are whole numbers; no other can lead anywhere. */
const idPattern = /^[1-9]\d{0,15}$/;

export function createReader(calls: Calls, companyId: string): Reader {
  return {
    project: async (projectId, deadline) => {
      if (!idPattern.test(projectId)) {
        throw new ProcoreFailure('not_found', `"${projectId}" is no project id of Procore: those are whole numbers`);
      }
      const path = `/rest/v1.0/projects/${projectId}`;
      const query = { company_id: companyId };
      // Without the cost codes that follow, the project is of no use.
      const { json } = await calls.call({ method: 'GET', path, query, needed: 2 }, deadline);
      const project = parseAs(ProcoreProject, json, 'the project');
      if (String(project.id) !== projectId) throw unavailable('Procore answered another project than asked for.');
      return project;
    },
    costCodes: async (projectId, deadline) => {
      const request = { method: 'GET', path: '/rest/v1.0/cost_codes', query: { project_id: projectId } } as const;
      const parse = (json: unknown) => parseAs(ProcoreCostCodes, json, 'the cost codes');
      const found = await readWhole(calls, { what: 'cost codes', request, parse }, deadline);
      return found && bookable(found);
    },
  };
}
