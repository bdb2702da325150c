/** The command line of `ledgergate`, and the values of its options. */
import { type Given, type Options, readArguments as readStrictly, UsageError } from '../adapters/arguments';
import { nearest } from '../adapters/nearest';
import { misuse } from './failure';

export { readChoice, readCount, type Given, type Options } from '../adapters/arguments';

/**
 * Reads the command line. `known` has the options of every command, so that the command may stand before or after them.
 * @throws Failure, UsageError
 */
export function readArguments(args: readonly string[], known: Options): Given {
  try {
    return readStrictly(args, known, 'see ledgergate --help');
  } catch (error) {
    if (!(error instanceof UsageError) || error.option !== 'token') throw error;
    throw misuse(
      'a token on the command line is visible to other users',
      'set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE, or give --token-file <file>',
    );
  }
}

/** Checks that all options belong to the command. @throws Failure that names an option of another command */
export function onlyOptions(given: Given, allowed: Options, all: Options, command: string): void {
  const foreign = Object.keys(all).find((name) => given.has(name) && !Object.hasOwn(allowed, name));
  if (foreign === undefined) return;
  const meant = nearest(foreign, Object.keys(allowed));
  throw misuse(
    `--${foreign} is not an option of ${command}`,
    meant === undefined ? `see ledgergate ${command} --help` : `did you mean --${meant}?`,
  );
}

/** Reads an option `k=v` as often as it was given. @throws Failure */
export function readPairs(given: Given, option: string): readonly (readonly [string, string])[] {
  return given.texts(option).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw misuse(`--${option} ${text} has no name and value`, `write --${option} <name>=<value>`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a duration such as `90s`, `10m`, `2h` or `1d`, in milliseconds. @throws Failure */
export function readDuration(given: Given, option: string, otherwiseMs: number): number {
  const text = given.text(option);
  if (text === undefined) return otherwiseMs;
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = units[unit];
  if (count === undefined || factor === undefined) {
    throw misuse(`--${option} ${text} is not a duration`, `write it as --${option} 90s, 10m, 2h or 1d`);
  }
  return Number(count) * factor;
}
