/** What `npm run bench` is told. */
import { parseArgs } from 'node:util';
import { ConfigError } from '../adapters/env';

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
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Fewer rounds say nothing about the spread: such results are shown and not kept. */
const fewestRounds = 5;

export interface Options {
  readonly rounds: number;
  /** Submissions that wait while decisions, lists and the desk are measured. */
  readonly waiting: number;
  readonly only: readonly ScenarioName[];
  /** Also when only some scenarios run. */
  readonly keep: boolean;
}

export const usage = `npm run bench: measures Ledgergate against a bare Temporal workflow that plays the same story.

  npm run bench -- [--rounds 5] [--waiting 1000] [--only decision,flows] [--keep]

  --rounds   how often everything is measured (${String(fewestRounds)})
  --waiting  submissions that wait while decisions, lists and the desk are measured (1000)
  --only     some of: ${scenarioNames.join(', ')}
  --keep     keep the result of some as well

  decision   one decision through the API, and by the bare client
  flows      whole stories a second at concurrency 1, 16 and 64
  history    events and bytes of one story
  waiting    a decision, a list and the counts with many submissions waiting
  recovery   kill -9 of the worker with 200 exports under way
  dead-erp   exports of one company while those of another hang
  replay     CPU of reading one story again with 2,000 ignored raw signals in it
  neighbour  how long a process pauses over an answer of a hostile ERP
  desk       the first page, the API with 200 listeners, and the first paint in Chromium, with many waiting

Progress goes to stderr, the result to stdout, and to bench/results/ when it ran at least ${String(fewestRounds)} rounds and is whole,
or named for its parts.
It starts its own servers on free ports and in a temporary folder, and ends them.`;

const flags = {
  rounds: { type: 'string', default: String(fewestRounds) },
  waiting: { type: 'string', default: '1000' },
  only: { type: 'string', default: scenarioNames.join(',') },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true }).values;
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function count(flag: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new ConfigError(`--${flag} must be a number from 1, not "${text}".`);
}

function scenario(name: string): ScenarioName {
  const known = scenarioNames.find((scenarioName) => scenarioName === name.trim());
  if (known) return known;
  throw new ConfigError(`--only knows ${scenarioNames.join(', ')}, not "${name}".`);
}

/** @returns `help` when that is what was asked for; @throws ConfigError */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { rounds, waiting, only, keep, help } = parseFlags(args);
  if (help) return 'help';
  return {
    rounds: count('rounds', rounds),
    waiting: count('waiting', waiting),
    only: [...new Set(only.split(',').map(scenario))],
    keep,
  };
}

const isWhole = ({ only }: Options): boolean => only.length === scenarioNames.length;

export const isKept = (options: Options): boolean =>
  options.rounds >= fewestRounds && (options.keep || isWhole(options));

/** What tells a result of some parts, or of another crowd, from a whole one; empty for that. */
export function toSuffix(options: Options): string {
  const parts = isWhole(options) ? [] : options.only;
  const crowd = options.waiting === Number(flags.waiting.default) ? [] : [`${String(options.waiting)}-waiting`];
  return [...parts, ...crowd].map((part) => `-${part}`).join('');
}
