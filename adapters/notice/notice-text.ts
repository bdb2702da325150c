/** The content of a mail about a notice: plain data, which text and HTML present alike. */
import type { MailRole, NoticeContent } from '../../activities/notice-port';
import type { NoticeEvent } from '../../workflows/contract/codes';
import type { Notice } from '../../workflows/contract/notice';
import { showActor, showInstant, showLine, showLines } from './show';
import { defined } from '../../workflows/contract/defined';

interface Row {
  readonly label: string;
  readonly value: string;
}

export interface NoticeText {
  /** The subject, one line. */
  readonly subject: string;
  readonly lead: string;
  readonly rows: readonly Row[];
  /** A person's or the ERP's own text, which may have several lines. */
  readonly quote?: { readonly label: string; readonly text: string };
  /** The fields and what is wrong with each. */
  readonly fields: readonly { readonly pointer: string; readonly message: string }[];
  readonly todo: string;
  /** The link to the desk. Absent if its address is not configured. */
  readonly link?: string;
  readonly footer: string;
}

interface Wording {
  readonly title: string;
  readonly lead: (notice: Notice, erpName: string) => string;
  readonly doneBy: string;
  readonly todo: (notice: Notice) => string;
}

const decide = (): string =>
  'Accept it with its job number, or reject it with a reason. Nothing is accepted automatically.';

const countChanges = (changes: number | undefined): string => {
  if (changes === undefined) return '';
  if (changes === 0) return ' Nothing has changed.';
  return changes === 1 ? ' One field has changed.' : ` ${changes} fields have changed.`;
};

const wordings: Readonly<Record<NoticeEvent, Wording>> = {
  submitted: {
    title: 'Submitted',
    lead: (_, erpName) => `A project was submitted for ${erpName} and awaits your decision.`,
    doneBy: 'Submitted by',
    todo: decide,
  },
  resent: {
    title: 'Resent',
    lead: ({ changes }, erpName) =>
      `A project was resent for ${erpName} and awaits your decision.${countChanges(changes)}`,
    doneBy: 'Resent by',
    todo: decide,
  },
  reminder: {
    title: 'Still waiting',
    lead: (_, erpName) => `A project for ${erpName} still awaits your decision.`,
    doneBy: 'Sent by',
    todo: decide,
  },
  question: {
    title: 'Question',
    lead: (_, erpName) => `An approver asks about the project that was sent for ${erpName}.`,
    doneBy: 'Asked by',
    todo: () => 'Answer by a comment. Until then the project waits for you, unless it is decided.',
  },
  answered: {
    title: 'Answered',
    lead: (_, erpName) => `A question about a project for ${erpName} was answered. It awaits your decision again.`,
    doneBy: 'Answered by',
    todo: decide,
  },
  rejected: {
    title: 'Rejected',
    lead: (_, erpName) => `The project was rejected and is not in ${erpName}.`,
    doneBy: 'Rejected by',
    todo: () => 'Correct the project and resend it, or withdraw it.',
  },
  exported: {
    title: 'Exported',
    lead: (_, erpName) => `The project is in ${erpName}.`,
    doneBy: 'Booked by hand by',
    todo: () => 'Nothing. This is for your information.',
  },
  parked: {
    title: 'Parked',
    lead: (_, erpName) => `The export to ${erpName} has stopped until a person acts.`,
    doneBy: 'By',
    todo: ({ parked }) => showLine(parked?.remedy ?? 'Open the submission, which shows what can be done.', 1_000),
  },
};

const why: Readonly<Record<MailRole, (companyName: string) => string>> = {
  approver: (companyName) => `You get this mail because your address is listed among the approvers of ${companyName}.`,
  operator: (companyName) => `You get this mail because your address is listed among the operators of ${companyName}.`,
  sender: () => 'You get this mail because you sent this revision.',
};

function toRows(notice: Notice, companyName: string, doneBy: string): Row[] {
  const { event, projectName, projectId, revision, by, at, waitingSince, rejection, parked, jobNumber } = notice;
  const row = (label: string, value: string | undefined): Row[] =>
    value === undefined ? [] : [{ label, value: showLine(value) }];
  return [
    ...row('Project', `${projectName} (${projectId})`),
    ...row('Company', companyName),
    ...row('Revision', String(revision)),
    // The export is nobody.
    ...(by.channel === 'export' ? [] : row(doneBy, showActor(by))),
    ...(event === 'reminder' ? row('Waiting since', showInstant(waitingSince)) : row('When', showInstant(at))),
    ...row('Category', rejection?.category),
    ...row('Code', parked?.code),
    ...row('Job number', jobNumber),
    ...Object.entries(notice.receiptIds ?? {}).flatMap(([name, id]) => row(`In the ERP: ${showLine(name, 100)}`, id)),
  ];
}

function toQuote({ event, rejection, comment, parked }: Notice): Pick<NoticeText, 'quote'> {
  if (comment !== undefined) {
    return { quote: { label: event === 'question' ? 'Question' : 'Answer', text: showLines(comment) } };
  }
  if (rejection) return { quote: { label: 'Reason', text: showLines(rejection.reason) } };
  return parked ? { quote: { label: 'What happened', text: showLines(parked.message) } } : {};
}

/** Makes the content of a mail. `publicUrl` is the origin at which browsers reach the desk. */
export function toNoticeText(
  { notice, companyName }: NoticeContent,
  role: MailRole,
  publicUrl: string | undefined,
): NoticeText {
  const { event, companyId, projectId, projectName, revision, rejection } = notice;
  const wording = wordings[event];
  const company = showLine(companyName);
  return {
    subject: showLine(`${wording.title}: ${projectName} (${projectId}), revision ${revision}`),
    lead: wording.lead(notice, showLine(notice.erpName)),
    rows: toRows(notice, company, wording.doneBy),
    ...toQuote(notice),
    fields: (rejection?.fields ?? []).map(({ pointer, message }) => ({
      pointer: showLine(pointer),
      message: showLine(message, 500),
    })),
    todo: wording.todo(notice),
    ...defined({
      link:
        publicUrl === undefined
          ? undefined
          : `${publicUrl}/desk/${encodeURIComponent(companyId)}/${encodeURIComponent(projectId)}`,
    }),
    footer: why[role](company),
  };
}
