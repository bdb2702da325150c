/**
 * Describes a submission for ops in the Temporal UI: its status, who is awaited, what to do, and the command for it.
 */
import { findConfirmation, type Confirmation } from '../contract/codes';
import { shellQuote } from '../contract/shell';
import type { CommandName } from '../contract/command-table';
import { toReference, toWorkflowId } from '../contract/names';
import type { Change, Omitted, Parked } from '../contract/view';
import { mustNameNumber } from './retry';
import { isClosed, type Submission } from './submission';
import { isolate } from '../contract/bidi';
import { cutText, showText } from '../contract/text';

const commandLine = (state: Submission, name: CommandName, input: Readonly<Record<string, unknown>>): string =>
  `temporal workflow signal -w ${toWorkflowId(state)} --name ${name} --input ${shellQuote(JSON.stringify(input))}`;

const jobNumber = (state: Submission) => (state.integration.rules.jobNumber.required ? { number: '<job number>' } : {});

/** Returns the confirmation that an approver gives after reviewing the differences. */
function toConfirm({ code, differencesHash }: Parked): { confirm?: Confirmation; differencesHash?: string } {
  const confirm = findConfirmation(code);
  return differencesHash === undefined || confirm === undefined ? {} : { confirm, differencesHash };
}

/** Returns the input that a retry needs to succeed. */
function retryInput(state: Submission & { readonly status: 'parked' }): object {
  return mustNameNumber(state) ? { job: { number: '<another number>' } } : toConfirm(state.parked);
}

interface Help {
  readonly awaited: string;
  readonly todo: string;
  readonly lines: readonly string[];
}

function toHelp(state: Submission): Help {
  const line = (name: CommandName, input: object = {}) => commandLine(state, name, { by: '<you>', ...input });
  switch (state.status) {
    case 'awaiting_decision':
      return {
        ...(state.question === 'open'
          ? {
              awaited: 'the sender, who was asked a question',
              todo: 'Answer the question by a comment. The approver can decide all the same.',
            }
          : { awaited: 'the accounting approver', todo: 'Accept (with the job number) or reject (with a reason).' }),
        lines: [line('accept', { job: jobNumber(state) }), line('reject', { reason: '<why>' })],
      };
    case 'rejected':
    case 'retrieved':
      return {
        awaited: 'the project admin',
        todo: 'Correct the project and resend it through the API. The command below resends the last document unchanged.',
        lines: [line('resend')],
      };
    case 'exporting':
      return {
        awaited: 'the ERP',
        todo: 'Nothing. The export is retried automatically, as the pending activity shows.',
        lines: [],
      };
    case 'parked':
      return {
        awaited: 'an operator or approver',
        todo: state.parked.remedy,
        lines: [
          line('retryExport', retryInput(state)),
          line('settle', { ids: { job: '<id in the ERP>' }, note: '<what was done>' }),
        ],
      };
    case 'exported':
    case 'withdrawn':
      return { awaited: 'nobody', todo: 'Closed. Submit the project again to start a new run.', lines: [] };
  }
}

/**
 * Quotes a person's text inside Markdown: one line that cannot open a tag, a link or a heading, nor reorder what
 * follows.
 */
const quoted = (text: string): string =>
  isolate(showText(text, 500).replaceAll(/[\\`*_~{}[\]<>#|!&]/g, (sign) => `\\${sign}`));

const shownChanges = 10;

/** Lists the first differences to the ERP's record, one a line. */
function listDifferences({ changes = [] }: Parked): string[] {
  const isChange = (entry: Change | Omitted): entry is Change => 'pointer' in entry;
  const lines = changes.filter(isChange).map(({ pointer, before, after }) => {
    const text = (value: string | undefined): string => (value === undefined ? 'nothing' : quoted(cutText(value, 100)));
    return `- ${quoted(cutText(pointer, 100))}: in the ERP ${text(before)}, after the export ${text(after)}`;
  });
  if (lines.length === 0) return [];
  const more = lines.length > shownChanges ? ['- and more: see the query `view`'] : [];
  return [[...lines.slice(0, shownChanges), ...more].join('\n')];
}

function lastReason(state: Submission): string[] {
  if (state.status === 'parked') {
    const { code, since, message } = state.parked;
    return [`**Parked** (${code}) since ${since}: ${quoted(message)}`, ...listDifferences(state.parked)];
  }
  const rejection = state.rejection ?? state.previousRun?.lastRejection;
  if (!rejection) return [];
  const by = `${quoted(rejection.by.id)} (${rejection.by.channel})`;
  return [`**Last rejection** of revision ${rejection.revision} by ${by}: ${quoted(rejection.reason)}`];
}

const formatReceipt = (ids: Readonly<Record<string, string>>): string =>
  quoted(
    Object.entries(ids)
      .map(([name, id]) => `${name} ${id}`)
      .join(', '),
  );

const describeUpdate = ({ previousRun }: Submission): string[] =>
  previousRun?.exported
    ? [
        `**Update** of what the ERP has since ${previousRun.exported.at}: ${formatReceipt(previousRun.exported.receipt.ids)}`,
      ]
    : [];

/** Returns the description as Markdown. It depends on the state alone. */
export function describeState(state: Submission): string {
  const { awaited, todo, lines } = toHelp(state);
  const cancelled = state.withdrawRequested && !isClosed(state);
  return cutText(
    [
      `**${quoted(state.project.name)}**`,
      `**Status** ${state.status}, revision ${state.revision}, since ${state.waitingSince}`,
      ...describeUpdate(state),
      `**Awaited** ${awaited}`,
      ...lastReason(state),
      ...(cancelled ? ['**Cancel requested**: the submission is withdrawn as soon as that is legal.'] : []),
      ...(state.status === 'exported' ? [`**Receipt** ${formatReceipt(state.receipt.ids)}`] : []),
      `**Reference in the ERP** \`${toReference(state)}\``,
      `**To do** ${todo}`,
      ...lines.map((line) => `\`\`\`\n${line}\n\`\`\``),
    ].join('\n\n'),
    8_000,
  );
}
