/** Compares two project documents field by field. Cost codes are matched by their code. */
import { defined } from '../contract/defined';
import type { Job } from '../contract/commands';
import { limits } from '../contract/limits';
import type { CostCode, Project } from '../contract/project';
import type { Change, Omitted } from '../contract/view';
import { bounded, fitting } from './bound';
import { escapePointer, toPointer } from '../contract/pointers';
import { cutText } from '../contract/text';

/** Leaves of a plain document by JSON pointer; cost codes are left to the caller. */
function leaves(value: unknown, pointer: string, into: Map<string, string>): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) leaves(member, `${pointer}/${escapePointer(key)}`, into);
  } else if (typeof value === 'string') {
    into.set(pointer, value);
  }
  return into;
}

/** A cost type that holds a comma must not read like two. */
const costTypesText = (types: readonly string[]): string =>
  types.some((type) => type.includes(',')) ? JSON.stringify(types) : types.join(', ');

const costCodeLeaves = ({ code: _code, name, costTypes, ...rest }: CostCode): Record<string, string> =>
  defined({ name, costTypes: costTypesText(costTypes), ...rest });

const summary = (costCode: CostCode): string => Object.values(costCodeLeaves(costCode)).join(' · ');

function difference(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Change[] {
  const pointers = new Set([...before.keys(), ...after.keys()]);
  return [...pointers]
    .filter((pointer) => before.get(pointer) !== after.get(pointer))
    .map((pointer) => toChange(pointer, before.get(pointer), after.get(pointer)));
}

const toChange = (pointer: string, before: string | undefined, after: string | undefined): Change =>
  defined({
    pointer,
    before: before && cutText(before, limits.valueChars),
    after: after && cutText(after, limits.valueChars),
  });

function costCodeChanges(before: readonly CostCode[], after: readonly CostCode[]): Change[] {
  const previous = new Map(before.map((costCode) => [costCode.code, costCode]));
  const next = new Map(after.map((costCode) => [costCode.code, costCode]));
  return [...new Set([...previous.keys(), ...next.keys()])].flatMap((code) => {
    const pointer = toPointer('costCodes', code);
    const was = previous.get(code);
    const is = next.get(code);
    return was && is
      ? difference(leaves(costCodeLeaves(was), pointer, new Map()), leaves(costCodeLeaves(is), pointer, new Map()))
      : [toChange(pointer, was && summary(was), is && summary(is))];
  });
}

const bounds = { maxEntries: limits.changes, maxBytes: limits.changesBytes };

/** Returns the first differences that fit. The others, and those that were omitted before, are counted. */
export function fewerChanges(changes: readonly (Change | Omitted)[], maxBytes: number): (Change | Omitted)[] {
  const count = changes.reduce((sum, change) => sum + ('omitted' in change ? change.omitted : 1), 0);
  const told = changes.filter((change) => 'pointer' in change);
  const fits = fitting(told, { maxEntries: limits.changes, maxBytes });
  return count > fits.length ? [...fits, { omitted: count - fits.length }] : fits;
}

/** Compares two jobs. The list of differences is bounded like that of two projects. */
export const jobChanges = (before: Job, after: Job): (Change | Omitted)[] =>
  bounded(difference(leaves(before, '/job', new Map()), leaves(after, '/job', new Map())), bounds);

/**
 * Compares two projects. Returns at most `limits.changes` differences and `limits.changesBytes`, and the number of the
 * others.
 */
export function changesBetween(before: Project, after: Project): (Change | Omitted)[] {
  const { costCodes: oldCodes, ...oldRest } = before;
  const { costCodes: youngCodes, ...youngRest } = after;
  const all = [
    ...difference(leaves(oldRest, '', new Map()), leaves(youngRest, '', new Map())),
    ...costCodeChanges(oldCodes, youngCodes),
  ];
  return bounded(all, bounds);
}
