/** What a command is called with; a mistake is one line for a person. */
import { parseArgs } from 'node:util';
import { ConfigError } from '../adapters/env';
import { whyOf } from './errors';

export interface Arguments {
  /** `--help` or `-h`. */
  readonly help: boolean;
  /** What was given to the option. */
  readonly text: string | undefined;
}

function parse(args: readonly string[], name: string): Readonly<Record<string, unknown>> {
  const text: Readonly<Record<string, { type: 'string' }>> = { [name]: { type: 'string' } };
  const help = { type: 'boolean', short: 'h' } as const;
  return parseArgs({ args: [...args], options: { ...text, help }, strict: true }).values;
}

/** One option that takes a text, such as `--erp tryton` of `npm start`. @throws ConfigError */
export function readArguments(script: string, args: readonly string[], name: string): Arguments {
  try {
    const { help, [name]: text } = parse(args, name);
    return { help: help === true, text: typeof text === 'string' ? text : undefined };
  } catch (error) {
    // What follows is for those who write programs.
    const [mistake = ''] = whyOf(error).split(/\. |\n/);
    throw new ConfigError(`${mistake}. "${script} -- --help" says what there is.`);
  }
}
