/** The only reader of `process.env`. Each process parses one schema once, and reports all mistakes in one message. */
import type { z } from 'zod';

/** Thrown if the configuration is wrong. `message` is for the person who starts the process. */
export class ConfigError extends Error {
  /** The exit code of the process. */
  readonly exitCode: number = 1;

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/**
 * Parses the environment. An empty variable counts as not set.
 * @throws ConfigError that names every variable that is wrong
 */
export function parseEnv<S extends z.ZodType>(schema: S): z.infer<S> {
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
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

/** Reads a secret from the variable that the configuration names; `undefined` if it is not set. */
export function readSecret(variable: string): string | undefined {
  const value = process.env[variable]?.trim();
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
  const merged = { ...process.env, ...overrides };
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
