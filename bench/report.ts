/** Results as JSON and as a page of Markdown. */
import { isMet, type Findings, type Goal, type Series } from './findings';
import type { Servers } from './lab';
import type { Machine, Versions } from './machine';
import { toSpread } from './spread';

export interface Results {
  /** ISO instant of the start. */
  readonly date: string;
  /** How long it took, in minutes. */
  readonly minutes: number;
  readonly commit: string;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly on: Servers;
  readonly rounds: number;
  /** Of the system over the last minute, before it began. */
  readonly loadBefore: number;
  readonly findings: readonly Findings[];
}

/** Formats a number with three significant digits. */
function toText(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function spreadCells({ rounds, unit }: Series): string[] {
  const { min, median, max } = toSpread(rounds);
  return [toText(min), `**${toText(median)}**`, `${toText(max)} ${unit}`];
}

const goalRow = (goal: Goal): string[] => [
  goal.name,
  ...spreadCells(goal),
  `${goal.bound} ${toText(goal.limit)}`,
  isMet(goal) ? 'met' : '**missed**',
];

const sites: Readonly<Record<Servers, string>> = {
  'npm start': 'the development server on SQLite, as `npm start` sets it',
  cluster: 'two nodes of Temporal on PostgreSQL, as `npm run cluster` starts them',
};

export function toMarkdown(results: Results): string {
  const { date, minutes, commit, machine, versions, on, rounds, loadBefore, findings } = results;
  const { cpu, cores, memoryGiB, system } = machine;
  const versionText = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const goals = findings.flatMap((one) => one.goals.map(goalRow));
  const sections = findings.map(({ scenario, series }) =>
    [
      `## ${scenario}`,
      table(
        ['', 'min', 'median', 'max'],
        series.map((one) => [one.name, ...spreadCells(one)]),
      ),
    ].join('\n\n'),
  );
  return `${[
    `# Benchmark of ${date.slice(0, 10)}`,
    `Servers: ${sites[on]}.`,
    `${cores} cores of ${cpu}, ${memoryGiB} GiB, ${system}; load ${toText(loadBefore)} before it began. ` +
      `${versionText.join(', ')}; commit ${commit}. ${rounds} rounds in ${toText(minutes)} minutes. ` +
      'Each number is one round; min, median and max are over the rounds.',
    ...(goals.length > 0 ? [table(['goal', 'min', 'median', 'max', 'wanted', ''], goals)] : []),
    ...sections,
  ].join('\n\n')}\n`;
}
