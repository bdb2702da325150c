/** The command line of `npm run bench`. */
import { readChoice, readCount, readCommandLine, UsageError } from '../adapters/arguments';
import type { Servers } from './lab';

export const scenarioNames = [
  'decision',
  'flows',
  'history',
  'waiting',
  'recovery',
  'dead-erp',
  'desk',
  'replay',
  'neighbour',
  'start',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Fewer rounds do not show the spread, so their results are printed but not kept. */
const fewestRounds = 5;

export interface Options {
  readonly rounds: number;
  /** Submissions that wait while decisions, lists and the desk are measured. */
  readonly waiting: number;
  readonly only: readonly ScenarioName[];
  /** Also when only some scenarios run. */
  readonly keep: boolean;
  readonly on: Servers;
}

const usage = `npm run bench: measures Ledgergate against a bare Temporal workflow that runs the same story.

  npm run bench -- [--rounds 5] [--waiting 1000] [--only decision,flows] [--on cluster] [--keep]

  --rounds   how often everything is measured; default: ${fewestRounds}
  --waiting  submissions that wait while decisions, lists and the desk are measured; default: 1000
  --only     only these parts, of ${scenarioNames.join(', ')}
  --on       npm-start (default), or cluster: two Temporal nodes on PostgreSQL as "npm run cluster" starts them
  --keep     also keep the result if only some parts ran

  decision   one decision through the API, and one by the bare client
  flows      whole stories per second at concurrency 1, 16 and 64
  history    events and bytes of one story
  waiting    a decision, a list and the counts with many submissions waiting
  recovery   the time after a kill -9 of the worker during 200 exports
  dead-erp   exports of one company while those of another hang
  replay     CPU time of replaying one story with 2,000 ignored raw signals
  neighbour  how long a process pauses while it reads an answer of a hostile ERP
  start      npm start with nothing changed, by part
  desk       the first page, the API with 200 listeners, and in Chromium the first paint and typing, with many waiting

Progress goes to stderr and the result to stdout. After at least ${fewestRounds} rounds, of all parts or with --keep, the
result is also kept in bench/results/.
It starts its own servers on free ports and in a temporary folder, and stops them.`;

const waitingUnlessGiven = 1_000;
const most = 999_999;

const program = {
  command: 'npm run bench',
  usage,
  options: {
    rounds: { takes: '<number>', help: 'how often everything is measured' },
    waiting: { takes: '<number>', help: 'submissions that wait meanwhile' },
    only: { takes: '<parts>', help: 'only these parts' },
    on: { takes: '<servers>', help: 'what it runs on' },
    keep: { help: 'also keep the result if only some parts ran' },
  },
} as const;

function scenario(name: string): ScenarioName {
  const known = scenarioNames.find((scenarioName) => scenarioName === name.trim());
  if (known) return known;
  throw new UsageError(`--only ${name} is none of ${scenarioNames.join(', ')}`, 'give some of these');
}

/** @returns nothing when help was asked for, which is printed then; @throws UsageError */
export function readOptions(args: readonly string[]): Options | undefined {
  const given = readCommandLine(args, program);
  return (
    given && {
      rounds: readCount(given, 'rounds', most) ?? fewestRounds,
      waiting: readCount(given, 'waiting', most) ?? waitingUnlessGiven,
      only: [...new Set((given.text('only')?.split(',') ?? scenarioNames).map(scenario))],
      keep: given.has('keep'),
      on: readChoice(given, 'on', ['npm-start', 'cluster']) === 'cluster' ? 'cluster' : 'npm start',
    }
  );
}

const isWhole = ({ only }: Options): boolean => only.length === scenarioNames.length;

export const isKept = (options: Options): boolean =>
  options.rounds >= fewestRounds && (options.keep || isWhole(options));

/** The suffix of a result with only some parts, another number of waiting submissions or other servers; empty otherwise. */
export function toSuffix(options: Options): string {
  const parts = isWhole(options) ? [] : options.only;
  const crowd = options.waiting === waitingUnlessGiven ? [] : [`${options.waiting}-waiting`];
  const site = options.on === 'cluster' ? ['cluster'] : [];
  return [...parts, ...crowd, ...site].map((part) => `-${part}`).join('');
}
