/** What somebody may do in a company, in words; and what that makes the first thing to look at. */
import type { SessionCompany } from '../api/answers';
import type { StatusFilter } from '../api/place';
import { texts } from '../texts';

export function listRoles({ admin, approver, operator, viewer }: SessionCompany): string[] {
  const names = texts.companies.roles;
  const adminName = admin === true ? names.admin : admin && texts.companies.someProjects(admin.length);
  return [adminName, approver && names.approver, operator && names.operator, viewer && names.viewer].filter(
    (name) => typeof name === 'string',
  );
}

/** An approver decides, an operator settles what is parked; others look at everything. */
export function firstFilter({ approver, operator }: SessionCompany): StatusFilter {
  if (approver) return 'awaiting_decision';
  return operator ? 'parked' : 'all';
}
