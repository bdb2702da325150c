/** Formats a submission as lines for a person. */
import { isOutline, type Outline } from '../client/outline';
import type { PausedView, ShownSubmission } from '../workflows/contract/outline';
import type { ShownStanding } from '../workflows/contract/standing';
import type {
  Actor,
  Change,
  Check,
  LastRejection,
  Omitted,
  Parked,
  SubmissionView,
  TimelineEntry,
} from '../workflows/contract/view';
import { labelled, type Line, status, theirs, time } from './text';

const isOmitted = (entry: object): entry is Omitted => 'omitted' in entry;

/** Who it was; a raw signal only claims it. */
function who({ id, name, channel }: Actor): string {
  const person = name === undefined || name === id ? theirs(id) : `${theirs(name)} (${theirs(id)})`;
  return channel === 'signal' ? `${person} (by signal, not verified)` : person;
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** The first line under the label, the others below it. */
const block = (label: string, texts: readonly string[]): Line[] =>
  texts.map((text, index) => labelled(index === 0 ? label : '', text));

const more = ({ omitted }: Omitted): string => `and ${omitted} more`;

const changeText = (change: Change | Omitted): string =>
  isOmitted(change)
    ? more(change)
    : `${theirs(change.pointer)}: ${theirs(change.before ?? '(nothing)')} → ${theirs(change.after ?? '(nothing)')}`;

/** What is said of one field. */
const fieldText = ({ pointer, message }: { readonly pointer: string; readonly message: string }): string =>
  `${theirs(pointer)}: ${theirs(message)}`;

const checkText = (check: Check | Omitted): string =>
  isOmitted(check)
    ? more(check)
    : `${check.severity}: ${check.pointer === undefined ? '' : `${theirs(check.pointer)} `}${theirs(check.message)}`;

export const checkLines = (checks: readonly (Check | Omitted)[]): Line[] => block('checks', checks.map(checkText));

function rejectionLines(label: string, rejection: LastRejection | undefined): Line[] {
  if (!rejection) return [];
  const { by, at, revision, reason, category, fields = [] } = rejection;
  return block(label, [
    `revision ${revision} by ${who(by)}, ${time(at)}${category === undefined ? '' : ` (${theirs(category)})`}`,
    theirs(reason),
    ...fields.map((field) => (isOmitted(field) ? more(field) : fieldText(field))),
  ]);
}

/** The run before: its last revision, why it was rejected, and what the first revision of this one changed. */
function previousRunLines({ previousRun }: SubmissionView): Line[] {
  if (!previousRun) return [];
  const { runId, revision, exported, lastRejection, differences } = previousRun;
  const unread = differences
    ? []
    : ['it could not be read, so its rejection, if any, and the changes since are not known'];
  const left = exported ? [`in the ERP since revision ${exported.revision}, ${time(exported.at)}`] : [];
  return [
    ...block('last run', [`ended at revision ${revision} (${theirs(runId)})`, ...left, ...unread]),
    ...rejectionLines('rejected', lastRejection),
    ...block('since then', (differences ?? []).map(changeText)),
  ];
}

function jobText({ job }: SubmissionView): string[] {
  if (!job) return [];
  const fields = Object.entries(job.fields ?? {}).map(([key, value]) => `${theirs(key)}=${theirs(value)}`);
  return [[theirs(job.number ?? '(none)'), ...fields].join(', ')];
}

function parkedLines({ code, message, remedy, fields = [], changes = [], differencesHash }: Parked): Line[] {
  return block('parked', [
    `${code}: ${theirs(message)}`,
    remedy,
    ...fields.map(fieldText),
    ...changes.map(changeText),
    ...(differencesHash === undefined ? [] : [`to confirm: --differences-hash ${differencesHash}`]),
  ]);
}

function exportLines(view: SubmissionView): Line[] {
  if (!view.export) return [];
  const { attempts, lastFailure, nextAttemptAt, paused, parked } = view.export;
  const failure = lastFailure && `last: ${lastFailure.code}: ${theirs(lastFailure.message)}`;
  const next = nextAttemptAt && `next attempt ${time(nextAttemptAt)}`;
  const held = paused && `paused in Temporal by ${theirs(paused.by)}, ${time(paused.since)}`;
  const state = [counted(attempts, 'attempt'), failure, next, held].filter((text) => text !== undefined);
  return [...block('export', [state.join('; ')]), ...(parked ? parkedLines(parked) : [])];
}

function receiptLines({ receipt }: SubmissionView): Line[] {
  if (!receipt) return [];
  const ids = Object.entries(receipt.ids).map(([name, id]) => `${theirs(name)}=${theirs(id)}`);
  const how = receipt.byHand ? 'booked by hand' : 'exported';
  return block('in the ERP', [`${how} ${time(receipt.exportedAt)}`, [receipt.reference, ...ids].join(', ')]);
}

const allowed = ({ actions }: SubmissionView): string[] =>
  Object.entries(actions).flatMap(([name, action]) =>
    action.allowed ? [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)] : [],
  );

/** One line, and one below it for each thing that a retry changed. */
function entryTexts(entry: TimelineEntry | Omitted): string[] {
  if (isOmitted(entry)) return [`${entry.omitted} earlier ones are no longer stored`];
  const { at, type, revision, actor, code, text, isQuestion, signal, times, jobNumber, changes = [] } = entry;
  const details = [
    signal && theirs(signal),
    jobNumber === undefined ? undefined : `job ${theirs(jobNumber)}`,
    code,
    isQuestion && 'question',
    text && theirs(text),
    times === undefined ? undefined : counted(times, 'time'),
  ].filter((part) => part !== undefined);
  const said = details.length === 0 ? '' : `: ${details.join(': ')}`;
  return [
    `${time(at)}  ${type} r${revision} by ${who(actor)}${said}`,
    ...changes.map((change) => `  ${changeText(change)}`),
  ];
}

/** Says why the workflow cannot show its state, and what can be done. */
export function outlineText(view: Outline): { readonly why: string; readonly remedy: string } {
  if ('unreadable' in view) {
    const { code, message, repair } = view.unreadable;
    return { why: `${code}: ${message}`, remedy: `for ops: ${repair}` };
  }
  const { by, reason, since } = view.paused;
  const why = `paused by ${theirs(by)}, ${time(since)}${reason === '' ? '' : `: ${theirs(reason)}`}`;
  return { why, remedy: 'ask the person who paused it; for ops: temporal workflow unpause' };
}

const statusLine = ({ status: text, revision, waitingSince }: SubmissionView | ShownStanding | PausedView): Line =>
  labelled('status', status(text), `, revision ${revision}, since ${time(waitingSince)}`);

function outlineLines(view: Outline): Line[] {
  const { why, remedy } = outlineText(view);
  const head = 'unreadable' in view ? [labelled('status', status(view.status))] : [statusLine(view)];
  const name = 'unreadable' in view ? '' : `  ${theirs(view.name)}`;
  return [
    [{ text: view.projectId, colour: 'bold' }, name],
    ...head,
    ...block('unreadable' in view ? 'unreadable' : 'paused', [why, remedy]),
  ];
}

/** Formats the answer of a command in a few lines. */
export const standingLines = (answer: ShownStanding): Line[] => [
  [{ text: answer.projectId, colour: 'bold' }],
  statusLine(answer),
];

/** Formats the current state in a few lines. */
export const headLines = (view: ShownSubmission): Line[] =>
  isOutline(view)
    ? outlineLines(view)
    : [[{ text: view.projectId, colour: 'bold' }, `  ${theirs(view.project.name)}`], statusLine(view)];

/** Formats everything that a person needs to decide. */
export function viewLines(view: ShownSubmission): Line[] {
  if (isOutline(view)) return outlineLines(view);
  const may = allowed(view);
  return [
    ...headLines(view),
    labelled('submitted', `by ${who(view.submittedBy)}, ${time(view.submittedAt)}`),
    ...previousRunLines(view),
    ...rejectionLines('rejected', view.rejection),
    ...block('changes', view.changes.map(changeText)),
    ...block('to the ERP', (view.exportedChanges ?? []).map(changeText)),
    ...checkLines(view.checks),
    ...(view.suggestion ? block('free job', [theirs(view.suggestion.number)]) : []),
    ...block('job', jobText(view)),
    ...exportLines(view),
    ...receiptLines(view),
    ...block('you may', may.length === 0 ? [] : [may.join(', ')]),
  ];
}

export const timelineLines = (view: ShownSubmission): Line[] =>
  isOutline(view) ? [] : block('timeline', view.timeline.flatMap(entryTexts));
