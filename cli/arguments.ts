/** The command line, read strictly: what is not known is named, with what may have been meant. */
import { parseArgs } from 'node:util';
import { misuse } from './failure';
import { nearest } from './nearest';

export interface Option {
  /** What it takes, such as `<number>`; absent: it takes nothing. */
  readonly takes?: string;
  readonly isMany?: true;
  readonly help: string;
}
export type Options = Readonly<Record<string, Option>>;

export interface Given {
  readonly words: readonly string[];
  readonly has: (option: string) => boolean;
  readonly text: (option: string) => string | undefined;
  /** Of an option that may be given more than once. */
  readonly texts: (option: string) => readonly string[];
}

const helpLine = 'see ledgergate --help';

function unknownOption(name: string, known: readonly string[]): Error {
  if (name === 'token') {
    return misuse(
      'a token on the command line can be read by others',
      'set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE, or give --token-file <file>',
    );
  }
  const meant = nearest(name, known);
  const option = name.length === 1 ? `-${name}` : `--${name}`;
  return misuse(`${option} is no option here`, meant === undefined ? helpLine : `did you mean --${meant}?`);
}

interface Token {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** @throws Failure unless the value fits the option */
function valueOf({ name, value, inlineValue }: Token, { takes }: Option): string {
  if (takes === undefined) {
    if (value !== undefined) throw misuse(`--${name} takes no value`, `write --${name} alone`);
    return '';
  }
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw misuse(`--${name} needs ${takes}`, `a value that begins with a dash is written --${name}=<value>`);
  }
  return value;
}

/**
 * `known` holds the options of every command, so that a command may stand before or behind them.
 * @throws Failure
 */
export function readArguments(args: readonly string[], known: Options): Given {
  const options = Object.fromEntries(
    Object.entries(known).map(
      ([name, { takes }]) => [name, { type: takes === undefined ? 'boolean' : 'string' }] as const,
    ),
  );
  const { tokens } = parseArgs({
    ...{ args: [...args], strict: false, allowPositionals: true, tokens: true },
    options: { ...options, help: { type: 'boolean', short: 'h' } },
  });
  const words: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (!option) throw unknownOption(token.name, Object.keys(known));
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && !option.isMany) throw misuse(`--${token.name} is given twice`, 'give it once');
    values.set(token.name, [...before, valueOf(token, option)]);
  }
  return {
    words,
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
  };
}

/** @throws Failure naming an option that is of another command */
export function onlyOptions(given: Given, allowed: Options, all: Options, command: string): void {
  const foreign = Object.keys(all).find((name) => given.has(name) && !Object.hasOwn(allowed, name));
  if (foreign === undefined) return;
  const meant = nearest(foreign, Object.keys(allowed));
  throw misuse(
    `--${foreign} is no option of ${command}`,
    meant === undefined ? `see ledgergate ${command} --help` : `did you mean --${meant}?`,
  );
}

/** `k=v` as often as it was given. @throws Failure */
export function pairsOf(given: Given, option: string): readonly (readonly [string, string])[] {
  return given.texts(option).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw misuse(`--${option} ${text} has no name and value`, `write --${option} <name>=<value>`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `10m`, `2h`, `1d` in milliseconds. @throws Failure */
export function durationOf(given: Given, option: string, otherwiseMs: number): number {
  const text = given.text(option);
  if (text === undefined) return otherwiseMs;
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = units[unit];
  if (count === undefined || factor === undefined) {
    throw misuse(`--${option} ${text} is no time`, `write it as --${option} 90s, 10m, 2h or 1d`);
  }
  return Number(count) * factor;
}

/** @throws Failure unless it is a whole number from 1 to `most` */
export function countOf(given: Given, option: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most)
    throw misuse(`--${option} ${text} does not fit`, `give a whole number, such as --${option} 1`);
  return count;
}

/** @throws Failure unless it is one of `choices` */
export function choiceOf<C extends string>(given: Given, option: string, choices: readonly C[]): C | undefined {
  const text = given.text(option);
  const choice = choices.find((known) => known === text);
  if (text === undefined || choice !== undefined) return choice;
  const meant = nearest(text, choices);
  throw misuse(
    `--${option} ${text} is none of ${choices.join(', ')}`,
    meant === undefined ? 'give one of these' : `did you mean ${meant}?`,
  );
}
