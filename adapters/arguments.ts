/** Reads the command line of a process strictly. An unknown word is named, with what may have been meant. */
import { parseArgs } from 'node:util';
import { ConfigError } from './env';
import { nearest } from './nearest';

/** Thrown if the command line is wrong. The process ends with exit code 2. */
export class UsageError extends ConfigError {
  override readonly exitCode: number = 2;

  constructor(
    /** What is wrong, without the remedy. */
    readonly what: string,
    readonly remedy: string,
    /** The unknown option. */
    readonly option?: string,
  ) {
    super(`${what}; ${remedy}`);
    this.name = 'UsageError';
  }
}

export interface Option {
  /** The value of the option, such as `<number>`. Absent if it takes none. */
  readonly takes?: string;
  readonly isMany?: true;
  readonly help: string;
}
export type Options = Readonly<Record<string, Option>>;

export interface Given {
  readonly words: readonly string[];
  readonly has: (option: string) => boolean;
  readonly text: (option: string) => string | undefined;
  /** Returns the values of an option that may be given more than once. */
  readonly texts: (option: string) => readonly string[];
}

function unknownOption(name: string, known: readonly string[], helpLine: string): UsageError {
  const meant = nearest(name, known);
  const option = name.length === 1 ? `-${name}` : `--${name}`;
  return new UsageError(
    `${option} is not an option of this command`,
    meant === undefined ? helpLine : `did you mean --${meant}?`,
    name,
  );
}

interface Token {
  readonly name: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** @throws UsageError unless the value fits the option */
function takeValue({ name, value, inlineValue }: Token, { takes }: Option): string {
  if (takes === undefined) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value`, `write --${name} alone`);
    return '';
  }
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw new UsageError(`--${name} needs ${takes}`, `a value that begins with a dash is written --${name}=<value>`);
  }
  return value;
}

/**
 * Reads options and words. `helpLine` says where the options are listed. `-h` is `--help`, if that is known.
 * @throws UsageError
 */
export function readArguments(args: readonly string[], known: Options, helpLine: string): Given {
  const options = Object.fromEntries(
    Object.entries(known).map(
      ([name, { takes }]) => [name, { type: takes === undefined ? 'boolean' : 'string' }] as const,
    ),
  );
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
  });
  const words: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (!option) throw unknownOption(token.name, Object.keys(known), helpLine);
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && !option.isMany) throw new UsageError(`--${token.name} was given twice`, 'give it once');
    values.set(token.name, [...before, takeValue(token, option)]);
  }
  return {
    words,
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.[0],
    texts: (name) => values.get(name) ?? [],
  };
}

/** Reads a whole number. @throws UsageError unless it is from 1 to `most` */
export function readCount(given: Given, option: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = given.text(option);
  if (text === undefined) return undefined;
  const count = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > most)
    throw new UsageError(`--${option} ${text} is not valid`, `give a whole number, such as --${option} 1`);
  return count;
}

/** Reads one of several values. @throws UsageError unless it is one of `choices` */
export function readChoice<C extends string>(given: Given, option: string, choices: readonly C[]): C | undefined {
  const text = given.text(option);
  const choice = choices.find((known) => known === text);
  if (text === undefined || choice !== undefined) return choice;
  const meant = nearest(text, choices);
  throw new UsageError(
    `--${option} ${text} is none of ${choices.join(', ')}`,
    meant === undefined ? 'give one of these' : `did you mean ${meant}?`,
  );
}

/** A program that `package.json` names. */
export interface Program {
  /** The command as it is typed, such as `npm start`. */
  readonly command: string;
  /** The text that `--help` prints. */
  readonly usage: string;
  readonly options?: Options;
  /** The required words, in this order: literally, or `<anything>`. */
  readonly words?: readonly string[];
}

const help: Option = { help: 'this' };

/** What was meant by a word that has no place, as it is written. */
function meantBy(word: string, { options = {}, words = [] }: Program): string | undefined {
  const meant = nearest(word, [...words, ...Object.keys(options)]);
  return meant === undefined || words.includes(meant) ? meant : `--${meant}`;
}

/** @throws UsageError unless each word has its place, and each place its word */
function checkWords(given: readonly string[], program: Program, helpLine: string): void {
  const { command, words = [] } = program;
  for (const [index, word] of given.entries()) {
    const place = words[index];
    if (place === word || place?.startsWith('<')) continue;
    const meant = meantBy(word, program);
    const remedy = meant === undefined ? helpLine : `did you mean ${meant}? ${helpLine}`;
    throw new UsageError(`"${word}" is ${place === undefined ? 'one word too many' : 'not expected here'}`, remedy);
  }
  const missing = words[given.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`, `write ${command} -- ${words.join(' ')}`);
}

/**
 * Reads the command line of a program.
 * @returns nothing if help was requested, which is then printed
 * @throws UsageError
 */
export function readCommandLine(args: readonly string[], program: Program): Given | undefined {
  const helpLine = `"${program.command} -- --help" lists the options, which follow "--"`;
  const given = readArguments(args, { ...program.options, help }, helpLine);
  if (given.has('help')) {
    process.stdout.write(`${program.usage}\n`);
    return undefined;
  }
  checkWords(given.words, program, helpLine);
  return given;
}
