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

const usage = `Tries on a server every promise that Ledgergate's http protocol asks of it (docs/erp-http.md).

  npm run conformance -- --url https://erp.example.com/ledgergate
  npm run conformance -- --url http://127.0.0.1:8080/erp --restart-command 'systemctl restart agent'

It makes records in the ERP: use one for tests. The secrets come from the environment, ERP_TOKEN and ERP_SIGNING_KEY
(whsec_…), or from --token and --signing-key, where other users of the machine can see them.

  --url <address>            find, export and preflight are below it
  --token <token>            the bearer token
  --signing-key <whsec_…>    the key of the signatures
  --project <file>           a project that the ERP takes, as JSON; else one in USD with three cost codes
  --number-mask <mask>       of job numbers: # a digit, A a letter; else AA######
  --not-kept <fields>        fields that the ERP has no place for, such as description,costCodes.costTypes
  --restart-command <line>   restarts the server; it is run in the middle of orders
  --count-command <line>     prints how many records the ERP holds under $REFERENCE
  --within <seconds>         an order that an agent brings is followed so long; else 600
  --help

Exit code 0: every promise that was tried is kept. 1: one is broken. 2: it could not be tried.`;

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
    url: { takes: '<address>', help: 'of the server' },
    token: { takes: '<token>', help: 'the bearer token' },
    'signing-key': { takes: '<whsec_…>', help: 'the key of the signatures' },
    project: { takes: '<file>', help: 'a project that the ERP takes' },
    'number-mask': { takes: '<mask>', help: 'of job numbers' },
    'not-kept': { takes: '<fields>', help: 'fields that the ERP has no place for' },
    'restart-command': { takes: '<line>', help: 'restarts the server' },
    'count-command': { takes: '<line>', help: 'prints how many records there are' },
    within: { takes: '<seconds>', help: 'how long an order is followed' },
  },
} as const;

function readProject(file: string | undefined): ErpContent {
  if (file === undefined) return sampleProject;
  try {
    return Content.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(`${file} holds no project: ${errorMessage(error)}`);
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
  throw new UsageError('--url is missing, or no address', 'give --url https://erp.example.com/ledgergate');
}

/** @returns nothing when help was asked for, which is printed then. @throws ConfigError in words for who typed it */
export function readOptions(args: readonly string[]): Options | undefined {
  const given = readCommandLine(args, program);
  if (!given) return undefined;
  const [url, within] = [address(given), given.text('within') ?? '600'];
  if (!/^[1-9]\d{0,4}$/.test(within)) throw new UsageError('--within is no number of seconds', 'give such as 600');
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
