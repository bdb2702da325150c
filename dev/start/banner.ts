/** The text that `npm start` prints when everything is up: the addresses, and three commands to paste. */
import { delimiter, dirname, isAbsolute } from 'node:path';
import { workflowListPage } from '../../adapters/temporal/ui';
import type { DevConfig } from './config';
import { shellQuote } from '../../workflows/contract/shell';
import { projectRoot, typedPath } from '../project';
import { tokensFile } from '../tokens';
import { codecTokenFile } from './secrets';
import { passwordFile } from '../tryton/tryton';

const exampleFile = 'examples/harbour-street-garage.json';

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

const otherCli = 'npm run --silent temporal --';

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
  const token = `require("${isAbsolute(tokens) ? tokens : `./${tokens}`}").admin`;
  const body = `JSON.stringify({ projectId: "${projectId}", project: require("./${exampleFile}") })`;
  const workflow = `-w submission:acme:${projectId}${cliFlags(config)}`;
  const cli = isOnPath(facts) ? 'temporal' : otherCli;
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
    `Paste into another terminal, in ${projectRoot}:`,
    '',
    ...(isOnPath(facts)
      ? []
      : [`  ("temporal ..." is written "${otherCli} ..." because temporal is not on PATH.)`, '']),
    commands.join('\n\n'),
    '',
    `  # Run the whole tour\n  npm run tour${config.tryton ? ' -- --company initech' : ''}`,
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}
