/** Groups the fields of the form by the object that they belong to, and the others by their kind. */
import { findField, type ProjectField, projectFields, splitPointer } from '../../workflows/contract/pointers';
import type { DocumentKind } from '../../workflows/contract/project-table';
import type { texts } from '../texts';

type Title = Exclude<keyof typeof texts.sender.groups, 'id'>;
const titles: readonly Title[] = ['project', 'customer', 'address', 'terms'];

/** The kinds of the group "Dates and value". */
const termKinds: readonly (DocumentKind | undefined)[] = ['date', 'amount', 'signed_amount', 'currency'];

function findTitle(field: ProjectField): Title {
  const [first] = splitPointer(field);
  if (first === 'customer' || first === 'address') return first;
  return termKinds.includes(findField(field)?.row.kind) ? 'terms' : 'project';
}

export const fieldGroups = titles.map((title) => ({
  title,
  fields: projectFields.filter((field) => findTitle(field) === title),
}));
