/** Reads a project and its cost codes from Procore, in Procore's form. */
import type { CallDeadline } from '../source';
import type { Calls } from './calls';
import { ProcoreFailure, unavailable } from './failure';
import { listDefinitionIds, type Labels } from './custom-fields';
import { bookable } from './fields';
import { readWhole } from './paging';
import { parseAs, ProcoreCostCodes, ProcoreDefinitions, ProcoreProject, type ProcoreCostCode } from './shapes';

export interface Reader {
  /** Reads a project. @throws ProcoreFailure */
  project(projectId: string, deadline: CallDeadline): Promise<ProcoreProject>;
  /**
   * Reads the labels of the custom fields that are filled in, as far as they are visible to us.
   * @throws ProcoreFailure
   */
  labels(project: ProcoreProject, deadline: CallDeadline): Promise<Labels>;
  /**
   * Reads the cost codes that can be booked; `undefined` if there are far more than a document can have.
   * @throws ProcoreFailure
   */
  costCodes(projectId: string, deadline: CallDeadline): Promise<readonly ProcoreCostCode[] | undefined>;
}

/** A page of definitions holds no more; a project has 15 custom fields. */
const mostDefinitions = 100;

/** Procore's ids are whole numbers; no other can lead anywhere. */
const idPattern = /^[1-9]\d{0,15}$/;

export function createReader(calls: Calls, companyId: string): Reader {
  return {
    project: async (projectId, deadline) => {
      if (!idPattern.test(projectId)) {
        throw new ProcoreFailure('not_found', `"${projectId}" is not a project id of Procore, which is a whole number`);
      }
      const path = `/rest/v1.0/projects/${projectId}`;
      const query = { company_id: companyId };
      // Without the cost codes that follow, the project is of no use.
      const { json } = await calls.call({ method: 'GET', path, query, needed: 2 }, deadline);
      const project = parseAs(ProcoreProject, json, 'the project');
      if (String(project.id) !== projectId) throw unavailable('Procore answered with another project than requested.');
      return project;
    },
    labels: async (project, deadline) => {
      const ids = listDefinitionIds(project).slice(0, mostDefinitions);
      if (ids.length === 0) return new Map();
      const path = `/rest/v1.1/companies/${companyId}/custom_field_definitions`;
      const query = { 'filters[id]': `[${ids.join(',')}]`, per_page: String(mostDefinitions) };
      try {
        // Without the cost codes that follow, the labels are of no use.
        const { json } = await calls.call({ method: 'GET', path, query, needed: 2 }, deadline);
        const found = parseAs(ProcoreDefinitions, json, 'the custom field definitions');
        return new Map(found.flatMap(({ id, label }) => (label === undefined ? [] : [[id, label] as const])));
      } catch (error) {
        if (error instanceof ProcoreFailure && error.kind === 'not_found') return new Map();
        throw error;
      }
    },
    costCodes: async (projectId, deadline) => {
      const request = { method: 'GET', path: '/rest/v1.0/cost_codes', query: { project_id: projectId } } as const;
      const parse = (json: unknown) => parseAs(ProcoreCostCodes, json, 'the cost codes');
      const found = await readWhole(calls, { what: 'cost codes', request, parse }, deadline);
      return found && bookable(found);
    },
  };
}
