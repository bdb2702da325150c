/** Whom a company notifies, of what and how, as `companies.yaml` says. */
import { z } from 'zod';
import { chatKinds, type ChatKind } from '../../activities/notice-port';
import { isPlainUrl } from '../http/safe-url';
import { variable } from './fields';
import { remedies } from './remedies';
import { noticeEvents, type NoticeEvent } from '../../workflows/contract/codes';
import { defined } from '../../workflows/contract/defined';

/** Of each role; who needs more gives a group an address of its own. */
const addressesMost = 50;

const address = z.email().max(254);
const addresses = z
  .array(address)
  .max(addressesMost)
  .default([])
  .register(remedies, { remedy: 'Write mail addresses, at most 50, such as ["tess@example.com"].' });

const secretVariable = variable(
  'Write the environment variable of the worker that holds the secret (whsec_…), such as ACME_WEBHOOK_SECRET.',
);

const webhook = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/ })
      .max(2_000)
      .refine(isPlainUrl)
      .register(remedies, {
        remedy:
          'Write an https address without a name, password or fragment in it, such as "https://hooks.example.com/ledgergate".',
      }),
    secretVariable,
    formerSecretVariable: secretVariable.optional(),
  })
  .register(remedies, {
    remedy: 'Write { url: "https://hooks.example.com/ledgergate", secretVariable: ACME_WEBHOOK_SECRET }, or remove it.',
  });

const chat = z
  .strictObject({
    kind: z.enum(chatKinds).register(remedies, { remedy: `Write ${chatKinds.join(' or ')}.` }),
    urlVariable: variable(
      'Write the environment variable of the worker that holds the address of the incoming webhook, such as ACME_CHAT_URL.',
    ),
  })
  .register(remedies, { remedy: 'Write { kind: teams, urlVariable: ACME_CHAT_URL }, or remove it.' });

export const NotifyConfig = z
  .strictObject({
    approvers: addresses,
    operators: addresses,
    webhook: webhook.optional(),
    chat: chat.optional(),
    events: z
      .array(z.enum(noticeEvents))
      .min(1)
      .default([...noticeEvents])
      .register(remedies, { remedy: `Write some of ${noticeEvents.join(', ')}. Leave it out for all of them.` }),
  })
  .register(remedies, {
    remedy: 'Write the recipients below it, such as { approvers: ["tess@example.com"] }. Otherwise remove it.',
  });
export type NotifyConfig = z.infer<typeof NotifyConfig>;

export interface WebhookTarget {
  readonly url: string;
  /** The environment variables with the secrets that sign a call: the current one, then one that is being replaced. */
  readonly secretVariables: readonly string[];
}

export interface ChatTarget {
  readonly kind: ChatKind;
  /** The environment variable with the address, which is a secret: whoever has it can post there. */
  readonly urlVariable: string;
}

export interface Notify {
  readonly approvers: readonly string[];
  readonly operators: readonly string[];
  readonly webhook?: WebhookTarget;
  readonly chat?: ChatTarget;
  readonly events: readonly NoticeEvent[];
}

export function toNotify({ approvers, operators, webhook, chat, events }: NotifyConfig): Notify {
  const wanted = new Set(events);
  return {
    approvers,
    operators,
    events: noticeEvents.filter((event) => wanted.has(event)),
    ...defined({
      chat,
      webhook: webhook && {
        url: webhook.url,
        secretVariables: [webhook.secretVariable, webhook.formerSecretVariable].filter((name) => name !== undefined),
      },
    }),
  };
}

/** Returns why nobody would get a reminder; `undefined` if somebody would. */
export function whyNoReminder(notify: Notify | undefined): string | undefined {
  if (!notify) return 'reminds nobody, because the company has no "notify". Write it, or remove remindAfter.';
  if (!notify.events.includes('reminder')) {
    return 'reminds nobody, because "reminder" is not among the events of notify. Add it, or remove remindAfter.';
  }
  if (notify.approvers.length === 0 && !notify.webhook && !notify.chat) {
    return 'reminds nobody, because notify has no approvers, webhook or chat. Add one, or remove remindAfter.';
  }
  return undefined;
}
