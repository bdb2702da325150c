/** An earlier project as the draft of a new one: without what is of that project alone. */
import type { ProjectField } from '../../workflows/contract/pointers';
import type { Project } from '../../workflows/contract/project';
import { fromProject, type ProjectDraft } from './project-draft';

const ownFields: readonly ProjectField[] = ['/number', '/startDate', '/completionDate'];

export function toCopy(project: Project): ProjectDraft {
  const draft = fromProject(project, '');
  return { ...draft, fields: { ...draft.fields, ...Object.fromEntries(ownFields.map((field) => [field, ''])) } };
}
