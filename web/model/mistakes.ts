/** Where in the form the findings about a project stand. They name cost codes by their place in the document. */
import { splitPointer } from '../../workflows/contract/pointers';
import type { Finding } from './findings';
import { numberRows, type ProjectDraft } from './project-draft';
import { findSpot, toFinder } from './spots';

/** The findings of each cost code, by its place in the document. */
export function groupByPlace(findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const byPlace = new Map<number, Finding[]>();
  for (const finding of findings) {
    const [first, place] = splitPointer(finding.pointer);
    if (first !== 'costCodes' || place === undefined) continue;
    byPlace.set(Number(place), [...(byPlace.get(Number(place)) ?? []), finding]);
  }
  return byPlace;
}

type Rows = Pick<ProjectDraft, 'costCodes' | 'customFields'>;

/** The spots of findings in the form, in their order; `undefined` for what has none, such as the size of the document. */
export function toSpots(findings: readonly Finding[], draft: Rows): (string | undefined)[] {
  const rows = [...numberRows(draft.costCodes).entries()].flatMap(([row, place]) => (place === undefined ? [] : [row]));
  const finder = toFinder(draft, (place) => rows[Number(place)]);
  return findings.map(({ pointer }) => findSpot(pointer, finder));
}

/** Where the mistakes stand in the form. */
export const listMistakes = (findings: readonly Finding[], draft: Rows): string[] =>
  toSpots(
    findings.filter(({ isError }) => isError),
    draft,
  ).filter((spot) => spot !== undefined);
