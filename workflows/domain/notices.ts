/** Decides which notices a company gets and when its approvers are reminded, from the state and its policy alone. */
import { defined } from '../contract/defined';
import type { NoticeEvent } from '../contract/codes';
import { limits } from '../contract/limits';
import type { Notice } from '../contract/notice';
import type { Actor } from '../contract/view';
import type { Event } from './events';
import { findSender } from './people';
import type { Submission } from './submission';
import { cutText } from '../contract/text';

/** The events that are always noticed. Of comments, only a question and its answer are. */
const noticed: Readonly<Partial<Record<Event['type'], NoticeEvent>>> = {
  resent: 'resent',
  rejected: 'rejected',
  parked: 'parked',
  exported: 'exported',
  settled: 'exported',
};

const tells = ({ policy }: Submission, event: NoticeEvent): boolean => policy.notices?.includes(event) ?? false;

interface Happened {
  readonly event: NoticeEvent;
  readonly by: Actor;
  readonly at: string;
}

const countChanges = ({ changes }: Submission): number =>
  changes.reduce((sum, change) => sum + ('omitted' in change ? change.omitted : 1), 0);

/** Returns the details of a notice that depend on its event. */
function toDetails(state: Submission, event: NoticeEvent): Partial<Notice> {
  switch (event) {
    case 'resent':
      return { changes: countChanges(state) };
    case 'rejected': {
      if (state.status !== 'rejected') return {};
      const { reason, category, fields } = state.rejection;
      return { rejection: defined({ reason, category, fields }) };
    }
    case 'parked': {
      if (state.status !== 'parked') return {};
      const { code, message, remedy } = state.parked;
      return { parked: { code, message: cutText(message, limits.textChars), remedy } };
    }
    case 'exported': {
      if (state.status !== 'exported') return {};
      const { number } = state.job;
      return defined({ receiptIds: state.receipt.ids, jobNumber: number });
    }
    default:
      return {};
  }
}

function findNoticeEvent(event: Event): NoticeEvent | undefined {
  if (event.type !== 'commented') return noticed[event.type];
  if (event.isQuestion) return 'question';
  return event.isAnswer ? 'answered' : undefined;
}

function toNotice(state: Submission, runId: string, { event, by, at }: Happened): Notice {
  const { companyId, projectId, revision, status, project, integration, senderEmail, waitingSince } = state;
  return defined({
    event,
    at,
    companyId,
    projectId,
    runId,
    revision,
    status,
    projectName: project.name,
    erpName: integration.erpName,
    by,
    waitingSince,
    senderEmail,
    ...toDetails(state, event),
  });
}

/** Returns the notice of an event, from the state after it; `undefined` if nobody is notified of it. */
export function toEventNotice(state: Submission, runId: string, happened: Event): Notice | undefined {
  const event = findNoticeEvent(happened);
  if (!event || !tells(state, event)) return undefined;
  const { by, at } = happened;
  const notice = toNotice(state, runId, { event, by, at });
  return happened.type === 'commented' ? { ...notice, comment: happened.text } : notice;
}

/** Returns the notice of the submit that began the run. */
export function toSubmitNotice(state: Submission, runId: string): Notice | undefined {
  const { submittedBy: by, submittedAt: at } = state;
  return tells(state, 'submitted') ? toNotice(state, runId, { event: 'submitted', by, at }) : undefined;
}

/** Returns when the reminder of the current revision is due, in milliseconds since 1970; `undefined` if none is. */
export function reminderDueAt(state: Submission): number | undefined {
  const { status, policy, revision, remindedRevision, waitingSince } = state;
  const { remindAfterMs } = policy;
  if (status !== 'awaiting_decision' || remindAfterMs === undefined || !tells(state, 'reminder')) return undefined;
  return remindedRevision === revision ? undefined : Date.parse(waitingSince) + remindAfterMs;
}

export const toReminderNotice = (state: Submission, runId: string, at: string): Notice =>
  toNotice(state, runId, { event: 'reminder', by: findSender(state), at });
