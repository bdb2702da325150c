/** Fields of a project by JSON pointer: their names for people, and their values. */
import type { Project } from '../../workflows/contract/project';
import { texts } from '../texts';
import { projectFields, type ProjectField } from './project-fields';

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
const partsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescaped);

const isProjectField = (pointer: string): pointer is ProjectField =>
  (projectFields as readonly string[]).includes(pointer);

/** By index (checks and rejections) or by code (differences). */
function costCodeOf(part: string, project: Project | undefined): string {
  const code = /^\d+$/.test(part) ? project?.costCodes[Number(part)]?.code : undefined;
  return texts.fields.costCode(code ?? part);
}

function costCodeLabel([, code, field]: readonly string[], project: Project | undefined): string {
  if (code === undefined) return texts.fields.costCodes;
  const name = costCodeOf(code, project);
  return field === undefined ? name : `${name}, ${texts.fields.ofCostCode(field)}`;
}

const jobLabel = ([, field, key]: readonly string[]): string =>
  field === 'fields' && key !== undefined ? key : texts.fields.jobNumber;

/** What people call the field; the pointer itself for one nobody knows. */
export function labelOf(pointer: string, project?: Project): string {
  if (pointer === '') return texts.fields.document;
  if (isProjectField(pointer)) return texts.fields.project[pointer];
  const parts = partsOf(pointer);
  const [first = '', second] = parts;
  if (first === 'costCodes') return costCodeLabel(parts, project);
  if (first === 'job') return jobLabel(parts);
  if (first === 'customFields' && second !== undefined) return second;
  return texts.fields.groups[first] ?? pointer;
}

/** Of its own only: `constructor` is a name like any other. */
const within = (value: unknown, part: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === part)?.[1] : undefined;

/** Text of what stands there; `undefined`: nothing does, or it is no single value. */
export function valueAt(document: unknown, pointer: string): string | undefined {
  let value: unknown = document;
  for (const part of partsOf(pointer)) value = within(value, part);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** `/costCodes/3/budget` of a document and `/costCodes/05-120/budget` of a difference are the same field. */
export function byCode(pointer: string, project: Project): string {
  const [first, index, ...rest] = pointer.split('/').slice(1);
  if (first !== 'costCodes' || index === undefined) return pointer;
  const code = /^\d+$/.test(index) ? project.costCodes[Number(index)]?.code : undefined;
  return code === undefined
    ? pointer
    : ['', first, code.replaceAll('~', '~0').replaceAll('/', '~1'), ...rest].join('/');
}
