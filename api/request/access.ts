/** Who may do what: the roles of a token in a company, and the one table of commands and roles. */
import type { CommandName, Role } from '../../workflows/contract/codes';

/** What a token grants in one company. `admin`: of every project, or of those named. */
export interface Grants {
  readonly admin: boolean | readonly string[];
  readonly approver: boolean;
  readonly operator: boolean;
  readonly viewer: boolean;
}

const approvers = ['approver'] as const;
const admins = ['admin'] as const;

export const everyRole = ['admin', 'approver', 'operator', 'viewer'] as const satisfies readonly Role[];
export const submitRoles = admins;
export const recordRoles = ['operator', 'viewer'] as const satisfies readonly Role[];
export const validateRoles = ['admin', 'approver'] as const;

export const commandRoles = {
  accept: approvers,
  reject: approvers,
  resend: admins,
  retrieve: admins,
  withdraw: admins,
  retryExport: ['approver', 'operator'],
  settle: ['operator'],
  preflight: ['approver', 'admin'],
} as const satisfies Readonly<Record<CommandName, readonly Role[]>>;

/** Names who can, for those who cannot. */
export const whoCan: Readonly<Record<CommandName, string>> = {
  accept: 'An approver of the company; under four-eyes one who did not submit or resend the project.',
  reject: 'An approver of the company.',
  resend: 'A project admin of the project.',
  retrieve: 'A project admin of the project.',
  withdraw: 'A project admin of the project.',
  retryExport:
    'An approver or operator of the company; what differs from what was accepted, or to overwrite or recreate, takes an approver, under four-eyes one who did not submit or resend the project.',
  settle: 'An operator of the company; under four-eyes one who did not submit or resend the project.',
  preflight: 'An approver of the company, or a project admin of the project.',
};

export const isProjectAdmin = ({ admin }: Grants, projectId: string): boolean =>
  typeof admin === 'boolean' ? admin : admin.includes(projectId);

const hasRole = (grants: Grants, role: Role, projectId: string | undefined): boolean => {
  if (role !== 'admin') return grants[role];
  return projectId === undefined ? grants.admin !== false : isProjectAdmin(grants, projectId);
};

/** Those a caller has for one project, in the order of `everyRole`. */
export const listRoles = (grants: Grants, projectId: string): Role[] =>
  everyRole.filter((role) => hasRole(grants, role, projectId));

/** Without a project: in the company at all. */
export const hasAnyRole = (grants: Grants, roles: readonly Role[], projectId?: string): boolean =>
  roles.some((role) => hasRole(grants, role, projectId));

/** The projects this caller sees; `undefined`: all of the company. */
export function visibleProjects(grants: Grants): readonly string[] | undefined {
  const { admin, approver, operator, viewer } = grants;
  if (approver || operator || viewer || admin === true) return undefined;
  return admin === false ? [] : admin;
}
