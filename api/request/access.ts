/** Access: the roles of a token in a company. Those that a command needs are in its row of the command table. */
import { roles, type Role } from '../../workflows/contract/codes';

/** The roles of a token in one company. `admin` is for every project, or for those named. */
export interface Grants {
  readonly admin: boolean | readonly string[];
  readonly approver: boolean;
  readonly operator: boolean;
  readonly viewer: boolean;
}

export const submitRoles = ['admin'] as const satisfies readonly Role[];
export const recordRoles = ['operator', 'viewer'] as const satisfies readonly Role[];
export const exportNowRoles = ['operator'] as const satisfies readonly Role[];
export const validateRoles = ['admin', 'approver'] as const satisfies readonly Role[];

export const isProjectAdmin = ({ admin }: Grants, projectId: string): boolean =>
  typeof admin === 'boolean' ? admin : admin.includes(projectId);

const hasRole = (grants: Grants, role: Role, projectId: string | undefined): boolean => {
  if (role !== 'admin') return grants[role];
  return projectId === undefined ? grants.admin !== false : isProjectAdmin(grants, projectId);
};

/** Returns the caller's roles for one project, in the order of `roles`. */
export const listRoles = (grants: Grants, projectId: string): Role[] =>
  roles.filter((role) => hasRole(grants, role, projectId));

/** Whether the caller has one of the roles in the company, whatever the project. */
export const hasAnyRole = (grants: Grants, among: readonly Role[], projectId?: string): boolean =>
  among.some((role) => hasRole(grants, role, projectId));

/** Returns the projects that this caller can see; `undefined` for all projects of the company. */
export function visibleProjects(grants: Grants): readonly string[] | undefined {
  const { admin, approver, operator, viewer } = grants;
  if (approver || operator || viewer || admin === true) return undefined;
  return admin === false ? [] : admin;
}

/** Whether this caller may read a project of the company. */
export const canSee = (grants: Grants, projectId: string): boolean =>
  visibleProjects(grants)?.includes(projectId) ?? true;
