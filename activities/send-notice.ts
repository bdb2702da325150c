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
  /** All of an attempt, so that it ends well before its two minutes; the rest is for the next one. */
  attemptMs: 80_000,
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

/** How each of several targets gets the notice. */
interface Sending<T> {
  readonly keyOf: (target: T) => string;
  /** In milliseconds. */
  readonly withinMs: number;
  readonly send: (target: T, signal: AbortSignal) => Promise<void>;
}

/**
 * Sends to all who are not done with. Returns why some are to wait; a failure that concerns all of them is thrown.
 */
async function sendAll<T>(
  targets: readonly T[],
  progress: Progress,
  { keyOf, withinMs, send }: Sending<T>,
): Promise<NoticeFailed[]> {
  const done = new Set([...progress.sent, ...progress.refused.map(({ key }) => key)]);
  const deferred: NoticeFailed[] = [];
  const endsAt = Date.now() + noticeTimes.attemptMs;
  for (const target of targets.filter((one) => !done.has(keyOf(one)))) {
    if (Date.now() > endsAt) return [...deferred, new NoticeFailed('The attempt ran out of time.')];
    const ending = deadline(Context.current().cancellationSignal, withinMs);
    try {
      await send(target, ending.signal);
      progress.sent.push(keyOf(target));
    } catch (error) {
      if (error instanceof NoticeRefused) progress.refused.push({ key: keyOf(target), why: error.message });
      else if (error instanceof RecipientDeferred) deferred.push(error);
      else throw error;
    } finally {
      ending.clear();
    }
    heartbeat(progress);
  }
  return deferred;
}

function readProgress(): Progress {
  const before: unknown = activityInfo().heartbeatDetails;
  return isProgress(before) ? before : { sent: [], refused: [] };
}

const some = (number: number, all: number): string => `${number} of ${all}`;

/**
 * Sends the mails of a notice.
 * @throws ApplicationFailure `notice_refused` once all others have theirs, or `notice_failed`
 */
export function sendMail(ports: NoticePorts, notice: Notice): Promise<Delivery> {
  const progress = readProgress();
  return attempt(progress, async () => {
    const audience = findSettings(ports, notice);
    if (!audience?.isMailed) return { recipients: 0 };
    const recipients = findRecipients(notice, audience);
    const told = toNoticeContent(notice, audience);
    const deferred = await sendAll(recipients, progress, {
      keyOf: recipientKey,
      withinMs: noticeTimes.mailMs,
      send: (recipient, signal) => ports.mailer.send(told, recipient, signal),
    });
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

/** The other endpoint gets the notice all the same. */
function toDeferred(error: unknown): unknown {
  return error instanceof NoticeFailed ? new RecipientDeferred(error.message, error.retryAfterMs) : error;
}

/**
 * Calls the webhook with a notice, and posts it to the chat, as far as the company has them.
 * @throws ApplicationFailure `notice_refused` once the other one has it, or `notice_failed`
 */
export function callWebhook(ports: NoticePorts, slots: CompanySlots, notice: Notice): Promise<Delivery> {
  const progress = readProgress();
  return attempt(progress, async () => {
    const audience = findSettings(ports, notice);
    const endpoints = audience ? ports.audiences.endpointsFor(notice.companyId) : [];
    if (!audience || endpoints.length === 0) return { recipients: 0 };
    const told = toNoticeContent(notice, audience);
    return slots.run(notice.companyId, async () => {
      const [later] = await sendAll(endpoints, progress, {
        keyOf: ({ kind }) => kind,
        withinMs: noticeTimes.webhookMs,
        send: (endpoint, signal) =>
          ports.webhookCaller.call(told, endpoint, signal).catch((error: unknown) => {
            throw toDeferred(error);
          }),
      });
      if (later) throw later;
      const [no] = progress.refused;
      if (no) throw new NoticeRefused(no.why);
      return { recipients: endpoints.length };
    });
  });
}
