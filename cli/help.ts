/** The texts of `--help`, with examples first. */
import type { Options } from './arguments';
import type { Command } from './command';
import { commands } from './commands';
import { exitCodes } from './exit-codes';
import { localPrograms } from './local';
import { table } from './text';

export const commonOptions = {
  json: { help: "the API's answer as it is on standard output, and nothing else there" },
  company: { takes: '<id>', help: 'the company, instead of LEDGERGATE_COMPANY' },
  url: { takes: '<url>', help: 'the address of Ledgergate, instead of LEDGERGATE_URL' },
  'token-file': { takes: '<file>', help: 'the file with the bearer token, instead of LEDGERGATE_TOKEN' },
  'retry-for': { takes: '<time>', help: 'how long to retry temporary failures; default: 20s; 0s: never' },
  help: { help: 'this' },
} as const satisfies Options;

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line.trimEnd()}\n`).join('');
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${title}\n${indent(lines)}`;
const columns = (rows: readonly (readonly string[])[]): string[] => table(rows).map((row) => row.join(''));

const optionLines = (options: Options): string[] =>
  columns(
    Object.entries(options).map(([name, { takes, isMany, help }]) => [
      `--${name}${takes === undefined ? '' : ` ${takes}`}${isMany ? ' …' : ''}`,
      help,
    ]),
  );

export const commandHelp = (name: string, { summary, words, examples, notes, options }: Command): string =>
  [
    `ledgergate ${name}: ${summary}\n`,
    section('Examples', examples),
    section('Usage', [`ledgergate ${name}${words === '' ? '' : ` ${words}`} [options]`]),
    notes === undefined ? '' : `\n${notes}\n`,
    section('Options', optionLines(options)),
    section('Common options', optionLines(commonOptions)),
  ].join('');

export const help = (): string =>
  [
    'ledgergate: submit construction projects, decide on them and follow their export\n',
    section('Examples', [
      'export LEDGERGATE_URL=http://127.0.0.1:3000 LEDGERGATE_COMPANY=acme LEDGERGATE_TOKEN_FILE=token.txt',
      'ledgergate submit 1042 riverside.json',
      'ledgergate list --status awaiting_decision',
      'ledgergate reject 1042 --revision 1 --reason "The customer is missing"',
      'ledgergate resend 1042 --revision 1 --file riverside.json',
      'ledgergate accept 1042 --revision 2 --job 24-017',
      'ledgergate wait 1042',
    ]),
    section('Commands', columns(Object.entries(commands).map(([name, { summary }]) => [name, summary]))),
    section('On this machine', columns(Object.entries(localPrograms).map(([name, { summary }]) => [name, summary]))),
    section('Options', optionLines(commonOptions)),
    section('Exit codes', columns(Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]))),
    '\n"ledgergate <command> --help" explains each command.\n',
  ].join('');
