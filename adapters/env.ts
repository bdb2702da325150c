/** The only reader of `process.env`: one zod schema a process, parsed once, one message when wrong. */
import type { z } from 'zod';

/** The configuration is wrong. `message` is for the person who starts the process. */
export class ConfigError extends Error {
  /** Of the process that ends with it. */
  readonly exitCode: number = 1;

  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** An empty variable counts as not set. @throws ConfigError naming every variable that is wrong. */
export function parseEnv<S extends z.ZodType>(schema: S): z.infer<S> {
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || 'environment'}: ${issue.message}`);
  throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
}

/**
 * Files and names are looked up by a pool of threads, four unless told otherwise: a share that hangs would hold them
 * all. Before anything else of the process.
 */
export function widenThreadPool(threads: number): void {
  process.env['UV_THREADPOOL_SIZE'] ??= String(threads);
}

/** A secret that the configuration names by its variable; `undefined`: it is not set. */
export function readSecret(variable: string): string | undefined {
  const value = process.env[variable]?.trim();
  return value === '' ? undefined : value;
}

/** For the person who starts the process. `owner`: whose it is, such as `acme` or `the webhook of acme`. */
export const explainMissingSecret = (variable: string, owner: string): string =>
  `There is no ${variable} in the environment, which companies.yaml names for ${owner}. Set it and start again.`;

/** The environment a child process gets: ours, with some variables set anew (`undefined`: removed). */
export function childEnv(overrides: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const merged = { ...process.env, ...overrides };
  return Object.fromEntries(Object.entries(merged).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Runs a process's main; a wrong configuration is one readable message and exit code 1, a wrong command line 2. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
