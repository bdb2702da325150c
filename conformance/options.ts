/** The command line of `npm run conformance`. */
import { readFileSync } from 'node:fs';
import { errorMessage } from '../adapters/errors';
import type { ErpContent } from '../activities/erp-content';
import { type Given, readCommandLine, UsageError } from '../adapters/arguments';
import { ConfigError, readSecret } from '../adapters/env';
import { parseSecret } from '../adapters/webhook-signature';
import type { Credentials } from '../adapters/erp/http/agent-request';
import { Content } from '../adapters/erp/http/protocol';
import { sampleProject } from './orders';

const usage = `Tests whether a server keeps every promise of Ledgergate's http protocol (docs/erp-http.md).

  npm run conformance -- --url https://erp.example.com/ledgergate
  npm run conformance -- --url http://127.0.0.1:8080/erp --restart-command 'systemctl restart agent'

It creates records in the ERP, so use a test system. The secrets come from the environment, ERP_TOKEN and ERP_SIGNING_KEY
(whsec_…), or from --token and --signing-key, where other users of the machine can see them.

  --url <address>            the address below which find, export and preflight are served
  --token <token>            the bearer token
  --signing-key <whsec_…>    the key of the signatures
  --project <file>           a project that the ERP accepts, as JSON; default: one in USD with three cost codes
  --number-mask <mask>       the form of job numbers: # a digit, A a letter; default: AA######
  --not-kept <fields>        fields that the ERP cannot store, such as description,costCodes.costTypes
  --restart-command <line>   restarts the server; it is run during orders
  --count-command <line>     prints how many records the ERP holds under $REFERENCE
  --within <seconds>         how long an order that an agent fetches is followed; default: 600
  --help

Exit code 0: every tested promise is kept. 1: one is broken. 2: the server could not be tested.`;

export interface Options extends Credentials {
  readonly url: string;
  readonly project: ErpContent;
  readonly mask: string;
  readonly notKept: readonly string[];
  readonly restartCommand: string | undefined;
  readonly countCommand: string | undefined;
  readonly withinMs: number;
}

const program = {
  command: 'npm run conformance',
  usage,
  options: {
    url: { takes: '<address>', help: 'the address of the server' },
    token: { takes: '<token>', help: 'the bearer token' },
    'signing-key': { takes: '<whsec_…>', help: 'the key of the signatures' },
    project: { takes: '<file>', help: 'a project that the ERP accepts' },
    'number-mask': { takes: '<mask>', help: 'the form of job numbers' },
    'not-kept': { takes: '<fields>', help: 'fields that the ERP cannot store' },
    'restart-command': { takes: '<line>', help: 'restarts the server' },
    'count-command': { takes: '<line>', help: 'prints the number of records' },
    within: { takes: '<seconds>', help: 'how long an order is followed' },
  },
} as const;

function readProject(file: string | undefined): ErpContent {
  if (file === undefined) return sampleProject;
  try {
    return Content.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(`${file} is not a project: ${errorMessage(error)}`);
  }
}

function secret(given: Given, option: string, variable: string): string {
  const value = given.text(option) ?? readSecret(variable);
  if (value === undefined) throw new UsageError(`--${option} is missing`, `give it, or set ${variable}`);
  return value;
}

function address(given: Given): string {
  const url = given.text('url') ?? '';
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw new UsageError('--url is missing or not an address', 'give --url https://erp.example.com/ledgergate');
}

/** @returns nothing when help was asked for, which is printed then. @throws ConfigError in words for who typed it */
export function readOptions(args: readonly string[]): Options | undefined {
  const given = readCommandLine(args, program);
  if (!given) return undefined;
  const [url, within] = [address(given), given.text('within') ?? '600'];
  if (!/^[1-9]\d{0,4}$/.test(within))
    throw new UsageError('--within is not a number of seconds', 'give a number such as 600');
  const signingKey = secret(given, 'signing-key', 'ERP_SIGNING_KEY');
  if (!parseSecret(signingKey)) throw new ConfigError('The signing key is not whsec_ and 24 to 64 bytes in base64.');
  return {
    url,
    signingKey,
    token: secret(given, 'token', 'ERP_TOKEN'),
    project: readProject(given.text('project')),
    mask: given.text('number-mask') ?? 'AA######',
    notKept: given.text('not-kept')?.split(',').filter(Boolean) ?? [],
    restartCommand: given.text('restart-command'),
    countCommand: given.text('count-command'),
    withinMs: Number(within) * 1_000,
  };
}
