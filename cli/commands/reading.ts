/** The commands that only read: list, show, counts, integration. */
import type { Page } from '../../client/client';
import type { SubmissionItem, SubmissionList } from '../../workflows/contract/answers';
import { awaitedParties, shownStatuses, sorts, waitingReasons } from '../../workflows/contract/codes';
import type { AcceptField } from '../../workflows/contract/rules';
import { readChoice, readCount } from '../arguments';
import { type Command, type Context, deskLink, isJson, refusal, say, sayJson, tell, unwrap } from '../command';
import { timelineLines, viewLines } from '../show';
import { labelled, type Line, status, table, theirs, time } from '../text';
import { readProjectId } from '../writing';

/** What the row says beside the name. */
function aside({ parked, paused, unreadable }: SubmissionItem): string {
  const notes = [parked?.code, paused && 'paused', unreadable && `unreadable: ${unreadable.code}`];
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

function toRows(items: readonly SubmissionItem[]): Line[] {
  const cells = items.map((item) => [
    item.projectId,
    `r${item.revision}`,
    item.status,
    time(item.waitingSince),
    `${theirs(item.name)}${aside(item)}`,
  ]);
  return table(cells).map(([project = '', revision = '', state = '', since = '', name = '']) => {
    const shown = status(state.trim());
    const padded = typeof shown === 'string' ? state : { ...shown, text: state };
    return [project, revision, padded, since, name];
  });
}

function sayPage(context: Context, { value, text }: Page<SubmissionList>): void {
  if (isJson(context)) sayJson(context, text);
  else say(context, toRows(value.items));
}

export const list: Command = {
  summary: 'list submissions, newest run first',
  words: '',
  examples: [
    'ledgergate list --status awaiting_decision',
    'ledgergate list --search 24-0 --all',
    'ledgergate list --status awaiting_decision --sort waiting',
    "ledgergate list --status parked --all --json | jq -r '.items[].projectId'",
  ],
  notes: 'Prints one page, or with --all every page. With --all and --json each page is one line.',
  options: {
    status: { takes: '<status>', help: `one of ${shownStatuses.join(', ')}` },
    search: {
      takes: '<text>',
      help: 'only what begins with this: project id, project number, job number; or words of the name',
    },
    sort: { takes: '<order>', help: 'newest, or with an open status waiting: what has waited longest first' },
    why: { takes: '<reason>', help: 'with an open status, only new, resent or update' },
    'waiting-before': { takes: '<instant>', help: 'with an open status, only what has waited since before this' },
    awaiting: { takes: '<party>', help: 'with an open status, approver, or sender: those with an open question' },
    all: { help: 'every page' },
    limit: { takes: '<number>', help: 'rows of a page, at most 100' },
  },
  run: async (context) => {
    const { client, companyId, given, io } = context;
    const limit = readCount(given, 'limit', 100);
    const filter = {
      status: readChoice(given, 'status', shownStatuses),
      q: given.text('search'),
      sort: readChoice(given, 'sort', sorts),
      why: readChoice(given, 'why', waitingReasons),
      waitingBefore: given.text('waiting-before'),
      awaiting: readChoice(given, 'awaiting', awaitedParties),
      limit,
    };
    let shown = 0;
    try {
      for await (const page of client.pages(companyId, filter, { signal: io.signal })) {
        sayPage(context, page);
        shown += page.value.items.length;
        if (given.has('all') || page.value.next === undefined) continue;
        tell(context, ['There are more. --all lists all of them.']);
        break;
      }
    } catch (problem) {
      throw refusal(context, problem);
    }
    if (shown === 0) tell(context, ['There are none.']);
    return 'ok';
  },
};

export const show: Command = {
  summary: 'show one submission: its status, what changed and what you may do',
  words: '<project>',
  examples: ['ledgergate show 1042', 'ledgergate show 1042 --timeline', 'ledgergate show 1042 --json | jq .status'],
  options: { timeline: { help: 'also show what happened, oldest first' } },
  run: async (context) => {
    const { client, companyId, given, io } = context;
    const projectId = readProjectId(context);
    const view = unwrap(context, await client.view({ companyId, projectId }, { signal: io.signal }), { projectId });
    say(context, [
      ...viewLines(view),
      ...(given.has('timeline') ? timelineLines(view) : []),
      labelled('desk', deskLink(context, projectId)),
    ]);
    return 'ok';
  },
};

export const counts: Command = {
  summary: 'count submissions by status',
  words: '',
  examples: ['ledgergate counts'],
  options: {},
  run: async (context) => {
    const { client, companyId, io } = context;
    const found = unwrap(context, await client.counts(companyId, { signal: io.signal }));
    const rows = Object.entries(found).map(([name, count]) => [name, String(count)]);
    say(context, table(rows));
    return 'ok';
  },
};

const fieldText = ({ key, label, type, required, choices }: AcceptField): string =>
  `${theirs(key)}  ${theirs(label)}, ${type}${required ? ', required' : ''}${choices ? `: ${choices.map(theirs).join(', ')}` : ''}`;

export const integration: Command = {
  summary: "show the company's ERP and what it requires at accept",
  words: '',
  examples: ['ledgergate integration', 'ledgergate integration --json | jq .rules'],
  options: {},
  run: async (context) => {
    const { client, companyId, io } = context;
    const found = unwrap(context, await client.integration(companyId, { signal: io.signal }));
    const { companyName, erpName, takesProjects, why, remedy, prerequisites, rules, acceptFields, source } = found;
    say(context, [
      [{ text: theirs(companyName), colour: 'bold' }, `  ${erpName}`],
      labelled('projects', takesProjects ? 'accepted' : 'not accepted'),
      ...[why, remedy].filter((text) => text !== undefined).map((text) => labelled('', text)),
      ...(source === undefined ? [] : [labelled('source', source)]),
      ...prerequisites.map((text) => labelled('before', text)),
      labelled('job number', rules.jobNumber.required ? 'required to accept' : 'this ERP has none'),
      ...acceptFields.map((field) => labelled('field', fieldText(field))),
    ]);
    return 'ok';
  },
};
