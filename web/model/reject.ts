/** The input for a rejection, and the command that is made from it. */
import type { FieldMessage } from '../../workflows/contract/commands';
import { type ProjectField, projectFields, splitPointer, valueAt } from '../../workflows/contract/pointers';
import type { Project } from '../../workflows/contract/project';
import { defined } from '../../workflows/contract/defined';

export interface RejectDraft {
  readonly isOpen: boolean;
  readonly reason: string;
  readonly category: string;
  readonly fields: readonly FieldMessage[];
}

export const emptyReject: RejectDraft = { isOpen: false, reason: '', category: '', fields: [] };

export function rejectBody({ reason, category, fields }: Omit<RejectDraft, 'isOpen'>): object {
  const said = fields.map(({ pointer, message }) => ({ pointer, message: message.trim() }));
  return {
    reason: reason.trim(),
    ...defined({ category: category !== '' ? category : undefined, fields: said.length > 0 ? said : undefined }),
  };
}

type Fields = readonly FieldMessage[];

/** With a complaint about this field, which says nothing yet. */
export const withComplaint = (fields: Fields, pointer: string): Fields =>
  fields.some((field) => field.pointer === pointer) ? fields : [...fields, { pointer, message: '' }];

export const withoutComplaint = (fields: Fields, pointer: string): Fields =>
  fields.filter((field) => field.pointer !== pointer);

export const saying = (fields: Fields, pointer: string, message: string): Fields =>
  fields.map((field) => (field.pointer === pointer ? { pointer, message } : field));

/** The fields of the document that stand there alone; the address stands as a whole. */
export function listShown(project: Project): ProjectField[] {
  const isShown = (field: ProjectField): boolean =>
    !field.startsWith('/address/') && (field !== '/currency' || project.totalValue === undefined);
  return projectFields.filter((field) => isShown(field) && valueAt(project, field) !== undefined);
}

/** Whether the document on the screen has a place where this field can be complained about. */
export function hasPlace(project: Project, pointer: string): boolean {
  if (pointer === '/address' || pointer === '/costCodes') return true;
  const [first, key = '', ...deeper] = splitPointer(pointer);
  if (first === 'costCodes') return deeper.length === 0 && project.costCodes.some(({ code }) => code === key);
  if (first === 'customFields') return Object.hasOwn(project.customFields ?? {}, key);
  return listShown(project).some((field) => field === pointer);
}

/** The fields that the document does not have, and that nobody has complained about yet. */
export const listMissing = (project: Project, fields: Fields): ProjectField[] =>
  projectFields.filter(
    (field) => valueAt(project, field) === undefined && !fields.some(({ pointer }) => pointer === field),
  );
