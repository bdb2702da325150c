/** Who may do what: the roles of a token in a company. Those of a command stand in its row of the table of commands. */
import { roles, type Role } from '../../workflows/contract/codes';

/** What a token grants in one company. `admin`: of every project, or of those named. */
export interface Grants {
  readonly admin: boolean | readonly string[];
  readonly approver: boolean;
  readonly operator: boolean;
  readonly viewer: boolean;
}

export const submitRoles = ['admin'] as const satisfies readonly Role[];
export const recordRoles = ['operator', 'viewer'] as const satisfies readonly Role[];
export const validateRoles = ['admin', 'approver'] as const satisfies readonly Role[];

export const isProjectAdmin = ({ admin }: Grants, projectId: string): boolean =>
  typeof admin === 'boolean' ? admin : admin.includes(projectId);

const hasRole = (grants: Grants, role: Role, projectId: string | undefined): boolean => {
  if (role !== 'admin') return grants[role];
  return projectId === undefined ? grants.admin !== false : isProjectAdmin(grants, projectId);
};

/** Those a caller has for one project, in the order of `roles`. */
export const listRoles = (grants: Grants, projectId: string): Role[] =>
  roles.filter((role) => hasRole(grants, role, projectId));

/** Without a project: in the company at all. */
export const hasAnyRole = (grants: Grants, among: readonly Role[], projectId?: string): boolean =>
  among.some((role) => hasRole(grants, role, projectId));

/** The projects this caller sees; `undefined`: all of the company. */
export function visibleProjects(grants: Grants): readonly string[] | undefined {
  const { admin, approver, operator, viewer } = grants;
  if (approver || operator || viewer || admin === true) return undefined;
  return admin === false ? [] : admin;
}
