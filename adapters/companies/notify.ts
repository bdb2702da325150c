/** Whom a company notifies, of what and how, as `companies.yaml` says. */
import { z } from 'zod';
import { variable } from './fields';
import { noticeEvents, type NoticeEvent } from '../../workflows/contract/codes';

/** Of each role; who needs more gives a group an address of its own. */
const addressesMost = 50;

const address = z.email().max(254);
const addresses = z.array(address).max(addressesMost).default([]);

/** A name and password in it would be a secret in the file, and a fragment is never sent. */
function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return `${username}${password}${hash}` === '';
}

export const NotifyConfig = z.strictObject({
  approvers: addresses,
  operators: addresses,
  webhook: z
    .strictObject({
      url: z
        .url({ protocol: /^https$/ })
        .max(2_000)
        .refine(isPlainUrl),
      secretVariable: variable,
      formerSecretVariable: variable.optional(),
    })
    .optional(),
  events: z
    .array(z.enum(noticeEvents))
    .min(1)
    .default([...noticeEvents]),
});
export type NotifyConfig = z.infer<typeof NotifyConfig>;

export interface WebhookTarget {
  readonly url: string;
  /** The environment variables with the secrets that sign a call: the current one, then one that is being replaced. */
  readonly secretVariables: readonly string[];
}

export interface Notify {
  readonly approvers: readonly string[];
  readonly operators: readonly string[];
  readonly webhook?: WebhookTarget;
  readonly events: readonly NoticeEvent[];
}

export function toNotify({ approvers, operators, webhook, events }: NotifyConfig): Notify {
  const wanted = new Set(events);
  return {
    approvers,
    operators,
    events: noticeEvents.filter((event) => wanted.has(event)),
    ...(webhook && {
      webhook: {
        url: webhook.url,
        secretVariables: [webhook.secretVariable, webhook.formerSecretVariable].filter((name) => name !== undefined),
      },
    }),
  };
}

/** Returns why nobody would get a reminder; `undefined` if somebody would. */
export function whyNoReminder(notify: Notify | undefined): string | undefined {
  if (!notify) return 'reminds nobody: the company has no "notify". Write it, or take remindAfter out.';
  if (!notify.events.includes('reminder')) {
    return 'reminds nobody: "reminder" is not among the events of notify. Add it, or take remindAfter out.';
  }
  if (notify.approvers.length === 0 && !notify.webhook) {
    return 'reminds nobody: notify has neither approvers nor a webhook. Add one, or take remindAfter out.';
  }
  return undefined;
}
