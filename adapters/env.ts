/**
 * The only reader of `process.env`, and of the files that stand for variables. Each process parses one schema once, and
 * reports all mistakes in one message.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { decodeFile, NotText } from './decoding';
import { errorCode } from './errors';

/** Thrown if the configuration is wrong. `message` is for the person who starts the process. */
export class ConfigError extends Error {
  /** The exit code of the process. */
  readonly exitCode: number = 1;

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

const isSet = (pair: [string, string | undefined]): pair is [string, string] => pair[1] !== undefined && pair[1] !== '';

/** Whether a file is named as variables are. Others are passed over: Kubernetes keeps some of its own there. */
const isVariable = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name);

/** Reads a file of the secrets, whose last line may end. @throws ConfigError that never repeats what is in it */
function readFile(file: string): string {
  try {
    return decodeFile(readFileSync(file)).trim();
  } catch (error) {
    const why = error instanceof NotText ? error.message : `cannot be read (${errorCode(error) ?? String(error)})`;
    throw new ConfigError(`SECRETS_DIRECTORY: ${file} ${why}.`);
  }
}

/** @throws ConfigError */
function readDirectory(directory: string): Record<string, string> {
  try {
    const names = readdirSync(directory).filter(isVariable);
    return Object.fromEntries(
      names.map((name): [string, string] => [name, readFile(join(directory, name))]).filter(isSet),
    );
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`SECRETS_DIRECTORY: ${directory} cannot be read (${errorCode(error) ?? String(error)}).`);
  }
}

/**
 * Reads the variables: those of the environment, and for what it does not set the files of SECRETS_DIRECTORY. An empty
 * one counts as not set.
 * @throws ConfigError
 */
function readVariables(): Record<string, string> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(isSet));
  const { SECRETS_DIRECTORY: directory } = environment;
  return directory === undefined ? environment : { ...readDirectory(directory), ...environment };
}

/**
 * Parses the variables.
 * @throws ConfigError that names every variable that is wrong
 */
export function parseEnv<S extends z.ZodType>(schema: S): z.infer<S> {
  const parsed = schema.safeParse(readVariables());
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'environment'}: ${issue.message}`);
  throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
}

/**
 * Sets the number of threads that look up files and names, which is four by default: a share that hangs would use them
 * all. It must be called before anything else in the process.
 */
export function widenThreadPool(threads: number): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(threads);
}

/**
 * Reads a secret from the variable that the configuration names; `undefined` if it is not set.
 * @throws ConfigError
 */
export function readSecret(variable: string): string | undefined {
  const value = readVariables()[variable]?.trim();
  return value === '' ? undefined : value;
}

/**
 * Returns the message for the person who starts the process. `owner` says whose secret it is, such as `acme` or `the
 * webhook of acme`.
 */
export const explainMissingSecret = (variable: string, owner: string): string =>
  `${variable} is not set in the environment, but companies.yaml names it for ${owner}. Set it and start again.`;

/** Returns the environment of a child process: ours, with some variables replaced (`undefined` removes one). */
export function childEnv(overrides: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const merged: Readonly<Record<string, string | undefined>> = { ...process.env, ...readVariables(), ...overrides };
  return Object.fromEntries(Object.entries(merged).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/**
 * Runs the main function of a process. A wrong configuration is one readable message and exit code 1; a wrong command
 * line has exit code 2.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
