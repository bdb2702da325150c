/** The command line of `npm run conformance`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ErpContent } from '../../../../activities/erp-content';
import { ConfigError, readSecret } from '../../../env';
import { parseSecret } from '../../../webhook-signature';
import type { Credentials } from '../agent-request';
import { Content } from '../protocol';
import { sampleProject } from './orders';

export const usage = `Tries on a server every promise that Ledgergate's http protocol asks of it (docs/erp-http.md).

  npm run conformance -- --url https://erp.example.com/ledgergate
  npm run conformance -- --url http://127.0.0.1:8080/erp --restart-command 'systemctl restart agent'

It makes records in the ERP: use one for tests. The secrets come from the environment, ERP_TOKEN and ERP_SIGNING_KEY
(whsec_…), or from --token and --signing-key, where other users of the machine can see them.

  --url <address>            find, export and check are below it
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

const options = {
  url: { type: 'string' },
  token: { type: 'string' },
  'signing-key': { type: 'string' },
  project: { type: 'string' },
  'number-mask': { type: 'string', default: 'AA######' },
  'not-kept': { type: 'string', default: '' },
  'restart-command': { type: 'string' },
  'count-command': { type: 'string' },
  within: { type: 'string', default: '600' },
  help: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function readProject(file: string | undefined): ErpContent {
  if (file === undefined) return sampleProject;
  try {
    return Content.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(`${file} holds no project: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function given(value: string | undefined, variable: string, name: string): string {
  const secret = value ?? readSecret(variable);
  if (secret === undefined) throw new ConfigError(`Give --${name}, or set ${variable}.\n\n${usage}`);
  return secret;
}

/** @returns `help`: it was asked for. @throws ConfigError in words for who typed it */
export function readOptions(args: readonly string[]): Options | 'help' {
  const values = parsed(args);
  if (values.help) return 'help';
  const { url = '', within } = values;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new ConfigError(`Give --url, an address.\n\n${usage}`);
  if (!/^[1-9]\d{0,4}$/.test(within)) throw new ConfigError('--within is a number of seconds.');
  const signingKey = given(values['signing-key'], 'ERP_SIGNING_KEY', 'signing-key');
  if (!parseSecret(signingKey)) throw new ConfigError('The signing key is not whsec_ and 24 to 64 bytes in base64.');
  return {
    ...{ url, signingKey, token: given(values.token, 'ERP_TOKEN', 'token'), project: readProject(values.project) },
    mask: values['number-mask'],
    notKept: values['not-kept'].split(',').filter(Boolean),
    restartCommand: values['restart-command'],
    countCommand: values['count-command'],
    withinMs: Number(within) * 1_000,
  };
}
