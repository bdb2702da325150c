/** Runs a command line and returns its exit code. */
import { createClient } from '../client/client';
import { readDuration, type Given, onlyOptions, type Options, readArguments } from './arguments';
import type { Command } from './command';
import { commandNamed, commands } from './commands';
import { type Ending, exitCodes } from './exit-codes';
import { errorMessage } from '../adapters/errors';
import { Failure, misuse } from './failure';
import { commandHelp, commonOptions, help } from './help';
import type { Io } from './io';
import { UsageError } from '../adapters/arguments';
import { nearest } from '../adapters/nearest';
import { readCompany, readUrl, tokenReader } from './settings';
import { render } from './text';

const everyOption: Options = Object.fromEntries(
  [...Object.values(commands).map(({ options }) => options), commonOptions].flatMap((options) =>
    Object.entries(options),
  ),
);

const retryForMs = 20_000;
/** More than fit into any time one would wait. */
const manyAttempts = 1_000;

interface Called {
  readonly name: string;
  readonly command: Command;
  readonly given: Given;
}

/** @throws Failure unless there are as many words as the command has places for */
function checkWords({ name, command, given }: Called): void {
  const places = command.words.split(' ').filter((word) => /^\[?</.test(word));
  const needed = places.filter((word) => word.startsWith('<'));
  const { words } = given;
  const usage = `write ledgergate ${name} ${command.words}`.trimEnd();
  if (words.length < needed.length) throw misuse(`${needed[words.length] ?? ''} is missing`, usage);
  if (words.length > places.length) throw misuse(`"${words[places.length] ?? ''}" is one word too many`, usage);
}

/** @throws Failure */
function called(name: string, command: Command, all: Given): Called {
  const call = { name, command, given: { ...all, words: all.words.slice(1) } };
  onlyOptions(all, { ...command.options, ...commonOptions }, everyOption, name);
  checkWords(call);
  return call;
}

function unknownCommand(name: string): Failure {
  const meant = nearest(name, Object.keys(commands));
  return misuse(
    `${name} is not a command`,
    meant === undefined ? '"ledgergate --help" lists them all' : `did you mean ${meant}?`,
  );
}

function perform({ command, given }: Called, io: Io): Promise<Ending> {
  const url = readUrl(given, io.environment);
  const companyId = readCompany(given, io.environment);
  const withinMs = readDuration(given, 'retry-for', retryForMs);
  const repeats = { attempts: withinMs === 0 ? 1 : manyAttempts, withinMs };
  const client = createClient({ baseUrl: url, token: tokenReader(given, io.environment), repeats });
  return command.run({ client, companyId, url, given, io });
}

function said(text: string, io: Io): Ending {
  io.out(text);
  return 'ok';
}

async function ended(args: readonly string[], io: Io): Promise<Ending> {
  const given = readArguments(args, everyOption);
  const [name] = given.words;
  if (name === undefined || name === 'help') {
    if (args.length > 0 && name === undefined && !given.has('help')) {
      throw misuse('no command is given', '"ledgergate --help" lists them all');
    }
    return said(help(), io);
  }
  const command = commandNamed(name);
  if (!command) throw unknownCommand(name);
  return given.has('help') ? said(commandHelp(name, command), io) : perform(called(name, command, given), io);
}

/** One line, then what does not fit, a line each. */
function tellFailure({ message, remedy, details }: Failure, io: Io): void {
  io.err(render([`ledgergate: ${message}; ${remedy}`, ...details.map((detail) => `  ${detail}`)], false));
}

function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof UsageError) return misuse(error.what, error.remedy);
  const what = `an internal error (${errorMessage(error)})`;
  return new Failure('fault', { what, remedy: 'please report it with the command line' });
}

/** Runs a command line. It never throws; an error is one line on standard error. @returns the exit code */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return exitCodes[await ended(args, io)].code;
  } catch (error) {
    const failure = toFailure(error);
    tellFailure(failure, io);
    return exitCodes[failure.ending].code;
  }
}
