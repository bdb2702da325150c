/** The text that `npm start` prints when everything is up: the addresses, and three commands to paste. */
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { workflowListPage } from '../../adapters/temporal/ui';
import type { DevConfig } from './config';
import { shellQuote } from '../../workflows/contract/shell';
import { commandFor, isInstalled, projectRoot, typedPath, workFolder } from '../project';
import { tokensFile } from '../tokens';
import { codecTokenFile } from './secrets';
import { passwordFile } from '../tryton/tryton';

const exampleFile = typedPath(join(projectRoot, 'examples', 'harbour-street-garage.json'));

export interface BannerFacts {
  readonly config: DevConfig;
  /** The Temporal CLI, absolute; absent when a server of somebody else is used. */
  readonly cli?: string;
  readonly searchPath: string;
  /** Makes the project's id: one that no earlier start used. */
  readonly at: Date;
}

/** The shell finds it by its name. */
const isOnPath = ({ cli, searchPath }: BannerFacts): boolean =>
  cli === undefined || searchPath.split(delimiter).includes(dirname(cli));

/** As a module is required by its path. */
const requirable = (path: string): string => (isAbsolute(path) ? path : `./${path}`);

/** How the CLI is called that is not on PATH. */
const toOtherCli = (cli = ''): string => (isInstalled ? shellQuote(cli) : 'npm run --silent temporal --');

/** What the CLI must be told because it is not its default. */
function cliFlags({ address, namespace }: DevConfig): string {
  const flags = [
    ...(address === '127.0.0.1:7233' ? [] : ['--address', shellQuote(address)]),
    ...(namespace === 'default' ? [] : ['--namespace', shellQuote(namespace)]),
  ];
  return flags.map((flag) => ` ${flag}`).join('');
}

/** What the CLI must be told to read what is encrypted. */
function codecFlags({ codec, varDirectory }: DevConfig): string {
  if (!codec) return '';
  const token = shellQuote(typedPath(codecTokenFile(varDirectory)));
  return ` --codec-endpoint ${codec.url} --codec-auth "Bearer $(cat ${token})"`;
}

function listCommands(facts: BannerFacts): readonly (readonly [title: string, command: string])[] {
  const { config, at } = facts;
  const projectId = `harbour-street-${at.toISOString().slice(0, 19).replaceAll(/\D/g, '')}`;
  const tokens = typedPath(tokensFile(config.varDirectory));
  const token = `require("${requirable(tokens)}").admin`;
  const body = `JSON.stringify({ projectId: "${projectId}", project: require("${requirable(exampleFile)}") })`;
  const workflow = `-w submission:acme:${projectId}${cliFlags(config)}`;
  const cli = isOnPath(facts) ? 'temporal' : toOtherCli(facts.cli);
  const rejection = JSON.stringify({ by: 'accountant', reason: 'Job number is taken' });
  return [
    [
      'Submit a project',
      [
        `node -p '${body}' |`,
        `curl -sS ${config.apiUrl}/v1/companies/acme/submissions -d @- -H "Content-Type: application/json"`,
        `-H "Authorization: Bearer $(node -p '${token}')"`,
      ].join(' \\\n    '),
    ],
    ['Reject it with a raw signal', `${cli} workflow signal ${workflow} --name reject --input '${rejection}'`],
    ['Read its history', `${cli} workflow show ${workflow}${codecFlags(config)}`],
  ];
}

export function banner(facts: BannerFacts): string {
  const { config } = facts;
  const commands = listCommands(facts).map(([title, command]) => `  # ${title}\n  ${command}`);
  return [
    '',
    'Ledgergate is up.',
    '',
    `  Desk         ${config.apiUrl}/`,
    `  API          ${config.apiUrl}`,
    `  API docs     ${config.apiUrl}/docs`,
    ...(config.uiUrl === undefined
      ? []
      : [`  Temporal UI  ${workflowListPage({ url: config.uiUrl, namespace: config.namespace })}`]),
    `  Temporal     ${config.address}`,
    ...(config.tryton
      ? [
          `  Tryton       ${config.tryton.url} (database erp, user admin, password in ${typedPath(passwordFile(config.tryton))})`,
        ]
      : []),
    ...(config.codec
      ? [`  Codec        ${config.codec.url} (token in ${typedPath(codecTokenFile(config.varDirectory))})`]
      : []),
    `  Tokens       ${typedPath(tokensFile(config.varDirectory))} (admin, approver, operator, viewer)`,
    '',
    `Paste into another terminal, in ${workFolder}:`,
    '',
    ...(isOnPath(facts) || isInstalled
      ? []
      : [`  ("temporal ..." is written "${toOtherCli()} ..." because temporal is not on PATH.)`, '']),
    commands.join('\n\n'),
    '',
    `  # Run the whole tour\n  ${commandFor('tour')}${config.tryton ? `${isInstalled ? '' : ' --'} --company initech` : ''}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
