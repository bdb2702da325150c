/** The table of a run: what was met, and what became of it. */
import { parkedCodes } from '../../workflows/contract/codes';
import type { End, Played } from './judge';

const sum = (ends: readonly End[], of: (end: End) => number): number => ends.reduce((total, end) => total + of(end), 0);

/** With those that a person's retry has led out. */
function parkedText(ends: readonly End[]): string {
  const codes = ends.flatMap(({ state }) =>
    state.timeline.flatMap((entry) => ('code' in entry && entry.type === 'parked' ? [entry.code] : [])),
  );
  const counts = parkedCodes.map((code) => [code, codes.filter((other) => other === code).length] as const);
  return counts.flatMap(([code, count]) => (count > 0 ? [`${code} ${count}`] : [])).join(', ');
}

/** Seconds from the submission to the end, of the one that took longest. */
const longest = (ends: readonly End[]): string => {
  const times = ends.map(({ state }) => Date.parse(state.waitingSince) - Date.parse(state.submittedAt));
  return (Math.max(0, ...times) / 1_000).toFixed(0);
};

function row({ fault, ends }: Pick<Played, 'fault' | 'ends'>): string[] {
  return [
    fault,
    String(ends.length),
    String(sum(ends, ({ met }) => met)),
    String(sum(ends, ({ state }) => state.export?.attempts ?? 0)),
    String(ends.filter(({ state }) => state.status === 'exported').length),
    parkedText(ends),
    String(sum(ends, ({ jobs }) => jobs)),
    longest(ends),
  ];
}

const head = ['fault', 'submissions', 'met', 'attempts', 'exported', 'parked', 'records', 'longest s'];

/** Of all seeds together, in Markdown. */
export function table(played: readonly Played[]): string {
  const faults = [...new Set(played.map(({ fault }) => fault))];
  const ofFault = faults.map((fault) => ({
    fault,
    ends: played.filter((one) => one.fault === fault).flatMap(({ ends }) => ends),
  }));
  const rows = [head, ...ofFault.map(row), row({ fault: 'all', ends: played.flatMap(({ ends }) => ends) })];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
