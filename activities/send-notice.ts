/**
 * One attempt to send a notice by mail or webhook. What was delivered is never delivered again: an attempt learns from
 * the heartbeat of the one before who has the mail. Neither an address nor a secret is ever logged or thrown.
 */
import { createHash } from 'node:crypto';
import { activityInfo, ApplicationFailure, Context, heartbeat } from '@temporalio/activity';
import type { Delivery, Notice } from '../workflows/contract/notice';
import { limits } from '../workflows/contract/limits';
import { showText } from '../workflows/contract/text';
import { SlotsTaken, type CompanySlots } from './company-slots';
import { deadline } from './deadline';
import {
  NoticeFailed,
  NoticeRefused,
  RecipientDeferred,
  type NotificationSettings,
  type NoticePorts,
  type Recipient,
  type NoticeContent,
} from './notice-port';
import { findRecipients } from './recipients';
import { defined } from '../workflows/contract/defined';

/** In milliseconds. */
const noticeTimes = {
  /** One mail, from the connection to the server's word. */
  mailMs: 30_000,
  /** All mails of an attempt, so that it ends well before its two minutes; the rest are for the next one. */
  mailsMs: 80_000,
  /** The whole call, as Standard Webhooks has it. */
  webhookMs: 15_000,
  heartbeatEveryMs: 5_000,
  /** A receiver's own retry-after is obeyed within these. */
  shortestRetryAfterMs: 30_000,
  longestRetryAfterMs: 3_600_000,
} as const;

/** What an attempt leaves to the next: who is done with, by `recipientKey`. */
interface Progress {
  readonly sent: string[];
  readonly refused: { readonly key: string; readonly why: string }[];
}

/** Stands for an address where addresses must not be read. */
const recipientKey = ({ address }: Recipient): string =>
  createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 16);

function isProgress(details: unknown): details is Progress {
  if (typeof details !== 'object' || details === null) return false;
  return 'sent' in details && Array.isArray(details.sent) && 'refused' in details && Array.isArray(details.refused);
}

/** In milliseconds; `undefined`: by the policy of retries. */
function retryDelay(error: NoticeFailed | SlotsTaken): number | undefined {
  const { retryAfterMs } = error;
  // Our own line, not a receiver that is not well.
  if (error instanceof SlotsTaken) return error.retryAfterMs;
  if (retryAfterMs === undefined) return undefined;
  const { shortestRetryAfterMs, longestRetryAfterMs } = noticeTimes;
  return Math.min(longestRetryAfterMs, Math.max(shortestRetryAfterMs, retryAfterMs));
}

/** Of an error nobody meant to throw only its kind is told: its message may name an address. */
function toFailure(error: unknown): ApplicationFailure {
  const isLater = error instanceof NoticeFailed || error instanceof SlotsTaken;
  const isOurs = isLater || error instanceof NoticeRefused;
  const message = isOurs ? error.message : `unexpected: ${error instanceof Error ? error.name : typeof error}`;
  return ApplicationFailure.create({
    type: error instanceof NoticeRefused ? 'notice_refused' : 'notice_failed',
    message: showText(message, limits.messageChars),
    nonRetryable: error instanceof NoticeRefused,
    ...defined({ nextRetryDelay: isLater ? retryDelay(error) : undefined }),
  });
}

/** Runs the attempt while it says that it is alive. @throws ApplicationFailure */
async function attempt(details: unknown, work: () => Promise<Delivery>): Promise<Delivery> {
  heartbeat(details);
  const beat = setInterval(() => {
    heartbeat(details);
  }, noticeTimes.heartbeatEveryMs);
  try {
    return await work();
  } catch (error) {
    // The last heartbeat before a throw reaches the next attempt.
    heartbeat(details);
    throw toFailure(error);
  } finally {
    clearInterval(beat);
  }
}

/** `undefined`: the company, as it stands in its file now, does not want this to be told. */
function findSettings({ audiences }: NoticePorts, { companyId, event }: Notice): NotificationSettings | undefined {
  const audience = audiences.forCompany(companyId);
  return audience?.events.includes(event) === true ? audience : undefined;
}

const toNoticeContent = (notice: Notice, { companyName }: NotificationSettings): NoticeContent => ({
  id: activityInfo().workflowExecution?.workflowId ?? '',
  notice,
  companyName,
});

type Send = (recipient: Recipient, signal: AbortSignal) => Promise<void>;

/** Writes to all who are not done with. @returns why some are to wait; a failure of the server itself is thrown */
async function sendAll(recipients: readonly Recipient[], progress: Progress, send: Send): Promise<NoticeFailed[]> {
  const deferred: NoticeFailed[] = [];
  const endsAt = Date.now() + noticeTimes.mailsMs;
  for (const recipient of recipients) {
    if (Date.now() > endsAt) return [...deferred, new NoticeFailed('The attempt ran out of time.')];
    const ending = deadline(Context.current().cancellationSignal, noticeTimes.mailMs);
    try {
      await send(recipient, ending.signal);
      progress.sent.push(recipientKey(recipient));
    } catch (error) {
      if (error instanceof NoticeRefused) progress.refused.push({ key: recipientKey(recipient), why: error.message });
      else if (error instanceof RecipientDeferred) deferred.push(error);
      else throw error;
    } finally {
      ending.clear();
    }
    heartbeat(progress);
  }
  return deferred;
}

const some = (number: number, all: number): string => `${number} of ${all}`;

/**
 * Sends the mails of a notice.
 * @throws ApplicationFailure `notice_refused` once all others have theirs, or `notice_failed`
 */
export function sendMail(ports: NoticePorts, notice: Notice): Promise<Delivery> {
  const before: unknown = activityInfo().heartbeatDetails;
  const progress: Progress = isProgress(before) ? before : { sent: [], refused: [] };
  return attempt(progress, async () => {
    const audience = findSettings(ports, notice);
    if (!audience?.isMailed) return { recipients: 0 };
    const recipients = findRecipients(notice, audience);
    const done = new Set([...progress.sent, ...progress.refused.map(({ key }) => key)]);
    const left = recipients.filter((recipient) => !done.has(recipientKey(recipient)));
    const told = toNoticeContent(notice, audience);
    const deferred = await sendAll(left, progress, (recipient, signal) => ports.mailer.send(told, recipient, signal));
    const [first] = deferred;
    if (first) {
      throw new NoticeFailed(`${some(deferred.length, recipients.length)} recipients were deferred: ${first.message}`);
    }
    const keys = new Set(recipients.map(recipientKey));
    const refused = progress.refused.filter(({ key }) => keys.has(key));
    const [no] = refused;
    if (no) throw new NoticeRefused(`${some(refused.length, recipients.length)} recipients were refused: ${no.why}`);
    return { recipients: recipients.length };
  });
}

/** Calls the webhook with a notice. @throws ApplicationFailure `notice_refused` or `notice_failed` */
export function callWebhook(ports: NoticePorts, slots: CompanySlots, notice: Notice): Promise<Delivery> {
  return attempt(undefined, async () => {
    const audience = findSettings(ports, notice);
    const endpoint = audience && ports.audiences.endpointFor(notice.companyId);
    if (!audience || !endpoint) return { recipients: 0 };
    return slots.run(notice.companyId, async () => {
      const ending = deadline(Context.current().cancellationSignal, noticeTimes.webhookMs);
      try {
        await ports.webhookCaller.call(toNoticeContent(notice, audience), endpoint, ending.signal);
        return { recipients: 1 };
      } finally {
        ending.clear();
      }
    });
  });
}
