/**
 * The workflow of one notice, sent by mail and by webhook. It runs beside the submission. A receiver that is down for
 * up to three days still gets the notice. If it could not be delivered by then, this workflow fails, so that ops see
 * it.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  TimeoutFailure,
} from '@temporalio/workflow';
import { noticeTaskQueue } from './contract/names';
import type { Delivery, Notice, NoticeActivities } from './contract/notice';
import { showText } from './contract/text';
import { checkBeside } from './start';

export interface NoticeResult {
  readonly mail: Delivery;
  readonly webhook: Delivery;
}

/** The options of both activities. */
const attempts = {
  taskQueue: noticeTaskQueue,
  scheduleToCloseTimeout: '3 days',
  /** An attempt ends itself well before. */
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '30 seconds', backoffCoefficient: 2, maximumInterval: '1 hour' },
} as const;

const formatSubject = ({ event, projectId, revision }: Notice): string => `${event}: ${projectId} revision ${revision}`;

type Outcome = PromiseSettledResult<Delivery>;

/** Returns the failure of the last attempt, which never names an address. */
function lastWords(error: unknown): ApplicationFailure | undefined {
  const cause = error instanceof ActivityFailure || error instanceof TimeoutFailure ? error.cause : undefined;
  return cause instanceof TimeoutFailure ? lastWords(cause) : cause instanceof ApplicationFailure ? cause : undefined;
}

function findReason(error: unknown): string {
  const last = lastWords(error);
  const words = showText(last?.message ?? 'no attempt finished', 300).replace(/\.$/, '');
  return last?.nonRetryable === true ? words : `given up after three days; the last failure: ${words}`;
}

const describe = (outcome: Outcome): string =>
  outcome.status === 'fulfilled'
    ? `delivered to ${outcome.value.recipients}`
    : `not delivered: ${findReason(outcome.reason)}`;

/**
 * Sends a notice by mail and webhook, independently of each other.
 * @throws ApplicationFailure `notice_not_delivered` if one of the two failed, after the other has ended as well
 */
export async function notice(told: Notice): Promise<NoticeResult> {
  checkBeside(told);
  const subject = formatSubject(told);
  setCurrentDetails(`The notice **${subject}** is being sent.`);
  const { sendMail } = proxyActivities<NoticeActivities>({
    ...attempts,
    activityId: 'mail',
    summary: `Mail ${subject}`,
  });
  const { callWebhook } = proxyActivities<NoticeActivities>({
    ...attempts,
    activityId: 'webhook',
    summary: `Webhook ${subject}`,
  });
  const [mail, webhook] = await Promise.allSettled([sendMail(told), callWebhook(told)]);
  for (const outcome of [mail, webhook]) {
    if (outcome.status === 'rejected' && isCancellation(outcome.reason)) throw outcome.reason;
  }
  const summary = `Mail: ${describe(mail)}. Webhook: ${describe(webhook)}.`;
  setCurrentDetails(`**${subject}**\n\n${summary}`);
  if (mail.status === 'rejected' || webhook.status === 'rejected') {
    throw ApplicationFailure.nonRetryable(summary, 'notice_not_delivered');
  }
  return { mail: mail.value, webhook: webhook.value };
}
