/** What an ERP behind an agent should hold of a project, and its answers in the same form. Pure. */
import type { ErpContent, ErpValue } from '../../../activities/erp-content';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { documentFields } from '../../../workflows/contract/project-table';
import { toPlainDecimal } from '../../../workflows/contract/amounts';

/** An ERP may keep amounts with more decimals, or with fewer, than it was given. */
const amounts: ReadonlySet<string> = new Set(
  documentFields.flatMap(({ path, row }) =>
    row.kind === 'amount' || row.kind === 'signed_amount' ? [path.join('.')] : [],
  ),
);

type List = readonly string[] | readonly ErpContent[];
const isList = (value: ErpValue): value is List => Array.isArray(value);
const isTexts = (list: List): list is readonly string[] => list.every((part) => typeof part === 'string');

/**
 * Without the fields at these paths (`costCodes.budget`: of each cost code), and with amounts in one form. No text of
 * ours is empty: an ERP that keeps an empty one means that there is none.
 */
function reduced(content: ErpContent, without: ReadonlySet<string>, path = ''): ErpContent {
  const below = (name: string, value: ErpValue): ErpValue => {
    const inner = (part: ErpContent): ErpContent => reduced(part, without, `${path}${name}.`);
    if (value === undefined) return undefined;
    if (typeof value === 'string') return amounts.has(`${path}${name}`) ? toPlainDecimal(value) : value;
    if (isList(value)) return isTexts(value) ? value : value.map(inner);
    return inner(value);
  };
  const kept = Object.entries(content).filter(([name, value]) => value !== '' && !without.has(`${path}${name}`));
  return Object.fromEntries(kept.map(([name, value]) => [name, below(name, value)]));
}

/** Returns what the ERP should hold. `notKept` are the fields that it cannot store. */
export const toContent = (project: Project, job: Job, notKept: ReadonlySet<string>): ErpContent =>
  reduced({ ...project, job }, notKept);

/** Reads what an ERP holds. Fields that it should not hold are ignored. */
export const readContent = (content: ErpContent, notKept: ReadonlySet<string>): ErpContent => reduced(content, notKept);
