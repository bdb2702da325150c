/** The tables of `docs/` that repeat what the code says, made from the code. `tables.test.ts` compares them with the pages. */
import { operations } from '../../api/description/operations';
import { codecSettings } from '../../api/codec/config';
import { apiSettings } from '../../api/config';
import type { Operation } from '../../api/description/operation';
import { problemKinds } from '../../api/problem-kinds';
import { findRecipients } from '../../activities/recipients';
import type { Setting } from '../../adapters/settings';
import { temporalSettings } from '../../adapters/temporal/connection';
import { tracingSettings } from '../../adapters/tracing/opentelemetry';
import { commands } from '../../cli/commands';
import { exitCodes } from '../../cli/exit-codes';
import { commonOptions } from '../../cli/help';
import { revisionOptions } from '../../cli/writing';
import { workerSettings } from '../../worker/config';
import {
  noticeEvents,
  openStatuses,
  parkedCodes,
  roles as everyRole,
  statuses,
  unreadableCodes,
  type NoticeEvent,
} from '../../workflows/contract/codes';
import { commandNames, commandRow } from '../../workflows/contract/command-table';
import type { Notice } from '../../workflows/contract/notice';

/** `byHand`: the code does not say it, so what stands on the page stays. */
const byHand = Symbol('written by hand');
type Cell = string | typeof byHand;

/** Stands in a cell that somebody has to write. */
export const missing = '(missing)';

export interface DocumentTable {
  /** Below `docs/`. */
  readonly page: string;
  /** As in the comment `<!-- table: name -->` above the table. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly [string, ...Cell[]])[];
}

const code = (text: string): string => `\`${text}\``;
const codes = (texts: readonly string[]): string => texts.map(code).join(', ');

const list: readonly Operation[] = Object.values(operations);
const company = '/v1/companies/{companyId}';

function formatQuery({ method, input }: Operation): string {
  if (method !== 'get' || !input || !('shape' in input)) return '';
  const names = Object.keys(input.shape as object);
  return ` (${codes(names.map((name) => `?${name}=`))})`;
}

const formatName = ({ method, path }: Operation): string =>
  code(`${method.toUpperCase()} ${path.replace(company, '')}`);
const routeRow = (operation: Operation) =>
  [formatName(operation), `${operation.summary}${formatQuery(operation)}`] as const;

const whoMay = ({ roles = [] }: Operation): string => (roles.length === everyRole.length ? 'any' : roles.join(', '));

/** Variables that both processes read stand once. */
function settingRows(): [string, string, string, string][] {
  const rows = new Map<string, { setting: Setting; readers: string[] }>();
  const add = (reader: string, settings: readonly Setting[]): void => {
    for (const setting of settings) {
      const row = rows.get(setting.name) ?? { setting, readers: [] };
      rows.set(setting.name, { ...row, readers: [...row.readers, reader] });
    }
  };
  add('API', [...apiSettings, ...temporalSettings, ...tracingSettings]);
  add('worker', [...workerSettings, ...temporalSettings, ...tracingSettings]);
  add('codec server', codecSettings);
  return [...rows.values()].map(({ setting: { name, meaning, byDefault }, readers }) => [
    code(name),
    readers.join(', '),
    meaning,
    byDefault === undefined ? '' : code(byDefault),
  ]);
}

/** To whom a mail goes, in words. */
function mailedTo(event: NoticeEvent): string {
  const settings = { companyName: '', events: noticeEvents, isMailed: true };
  const audience = { ...settings, approvers: ['approvers'], operators: ['operators'] };
  return findRecipients({ event, senderEmail: 'the sender' } as Notice, audience)
    .map(({ address }) => address)
    .join(', ');
}

const optionText = (name: string, takes: string | undefined): string =>
  code(`--${name}${takes === undefined ? '' : ` ${takes.replaceAll(' | ', '|')}`}`);

export const documentTables: readonly DocumentTable[] = [
  {
    page: 'api.md',
    name: 'routes',
    header: ['route', 'role', 'does'],
    rows: list
      .filter(({ roles }) => roles)
      .map((operation) => [routeRow(operation)[0], whoMay(operation), routeRow(operation)[1]]),
  },
  {
    page: 'api.md',
    name: 'routes without a token',
    header: ['route', 'does'],
    rows: list.filter(({ roles }) => !roles).map((operation) => routeRow(operation)),
  },
  {
    page: 'api.md',
    name: 'problems',
    header: ['code', 'status', 'what to do'],
    rows: Object.entries(problemKinds)
      .sort(([, one], [, other]) => one.status - other.status)
      .map(([name, { status, remedy }]) => [code(name), String(status), remedy]),
  },
  {
    page: 'cli.md',
    name: 'commands',
    header: ['command', 'does', 'options'],
    rows: Object.entries(commands).map(([name, { words, summary, options }]) => [
      code(
        [name, words]
          .filter((word) => word !== '')
          .join(' ')
          .replaceAll(' | ', ' or '),
      ),
      summary,
      codes(
        Object.keys(options)
          .filter((option) => !Object.hasOwn(revisionOptions, option))
          .map((option) => `--${option}`),
      ),
    ]),
  },
  {
    page: 'cli.md',
    name: 'common options',
    header: ['option', 'meaning'],
    rows: Object.entries(commonOptions).map(([name, option]) => [
      optionText(name, 'takes' in option ? option.takes : undefined),
      option.help,
    ]),
  },
  {
    page: 'cli.md',
    name: 'exit codes',
    header: ['code', 'meaning'],
    rows: Object.values(exitCodes).map(({ code: number, meaning }) => [code(String(number)), meaning]),
  },
  {
    page: 'operations.md',
    name: 'variables',
    header: ['variable', 'read by', 'meaning', 'default'],
    rows: settingRows(),
  },
  {
    page: 'operations.md',
    name: 'parked',
    header: ['code', 'what happened'],
    rows: parkedCodes.map((name) => [code(name), byHand]),
  },
  {
    page: 'operations.md',
    name: 'unreadable',
    header: ['code', 'what happened'],
    rows: unreadableCodes.map((name) => [code(name), byHand]),
  },
  {
    page: 'notices.md',
    name: 'events',
    header: ['event', 'when', 'mail to'],
    rows: noticeEvents.map((event) => [code(event), byHand, mailedTo(event)]),
  },
  {
    page: 'terms.md',
    name: 'statuses',
    header: ['status', 'open', 'meaning', 'commands'],
    rows: statuses.map((status) => [
      code(status),
      (openStatuses as readonly string[]).includes(status) ? 'yes' : 'no',
      byHand,
      commandNames.filter((name) => commandRow(name).legalFrom.some((from) => from === status)).join(', '),
    ]),
  },
];

const readCells = (line: string): string[] =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** A table as it stands on its page, from its comment to the next blank line. */
export function findTable(text: string, { page, name }: DocumentTable): string {
  const comment = `<!-- table: ${name} -->\n\n`;
  const [, after] = text.split(comment);
  if (after === undefined) throw new Error(`docs/${page} has no table under ${comment.trim()}`);
  return after.split('\n\n', 1)[0]?.trimEnd() ?? '';
}

/** The table as it has to stand on its page. Cells written by hand are taken from `current`. */
export function formatTable({ header, rows }: DocumentTable, current: string): string {
  const standing = new Map(current.split('\n').map((line) => [readCells(line)[0], readCells(line)]));
  const filled = rows.map((row) =>
    row.map((cell, column) =>
      cell === byHand ? (standing.get(row[0])?.[column] ?? missing) : cell.replaceAll('|', '\\|'),
    ),
  );
  const widths = header.map((title, column) =>
    Math.max(3, ...[title, ...filled.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(header),
    line(
      header.map(() => ''),
      '-',
    ),
    ...filled.map((row) => line(row)),
  ].join('\n');
}
