/** The results of a scenario: series with one number per round, and goals for how two series compare. */
import { median, ratios } from './spread';

export interface Series {
  readonly name: string;
  readonly unit: string;
  /** One number a round. */
  readonly rounds: readonly number[];
}

export interface Goal extends Series {
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
}

export interface Findings {
  readonly scenario: string;
  readonly series: readonly Series[];
  readonly goals: readonly Goal[];
}

/** The goal applies to the median of the rounds. */
export function isMet({ rounds, bound, limit }: Goal): boolean {
  const value = median(rounds);
  return bound === 'at most' ? value <= limit : value >= limit;
}

type Bound = Pick<Goal, 'name' | 'bound' | 'limit'>;

export interface Recorder {
  readonly add: (name: string, unit: string, value: number) => void;
  /** A goal on a series itself. */
  readonly limit: (of: string, bound: Bound) => void;
  /** A goal on a series in comparison with another, round by round. */
  readonly compare: (of: string, to: string, bound: Bound) => void;
  readonly findings: () => Findings;
}

export function createRecorder(scenario: string): Recorder {
  const series = new Map<string, { name: string; unit: string; rounds: number[] }>();
  const goals: Goal[] = [];
  const named = (name: string): Series => {
    const found = series.get(name);
    if (!found) throw new Error(`${scenario} has no series "${name}"`);
    return found;
  };
  return {
    add: (name, unit, value) => {
      const one = series.get(name) ?? { name, unit, rounds: [] };
      one.rounds.push(value);
      series.set(name, one);
    },
    limit: (of, bound) => {
      const { unit, rounds } = named(of);
      goals.push({ unit, rounds, ...bound });
    },
    compare: (of, to, bound) => {
      goals.push({ unit: '×', rounds: ratios(named(of).rounds, named(to).rounds), ...bound });
    },
    findings: () => ({ scenario, series: [...series.values()], goals }),
  };
}
