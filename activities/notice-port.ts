/** The port of notices: recipients, a mail server and a webhook. Adapters implement it. */
import type { NoticeEvent } from '../workflows/contract/codes';
import type { Notice } from '../workflows/contract/notice';

/** The role in which somebody gets a mail. */
export type MailRole = 'approver' | 'operator' | 'sender';

export interface Recipient {
  readonly address: string;
  readonly role: MailRole;
}

/** The kinds of chats that take a message by an incoming webhook. */
export const chatKinds = ['teams', 'slack'] as const;
export type ChatKind = (typeof chatKinds)[number];

export interface WebhookEndpoint {
  /** A chat gets a message for people, and `webhook` the signed call for a program. */
  readonly kind: 'webhook' | ChatKind;
  readonly url: string;
  /** The secrets that sign a call. The first one is current; a second one is being replaced. Empty for a chat. */
  readonly secrets: readonly string[];
}

/** The people whom a company notifies, as its file says now. */
export interface NotificationSettings {
  readonly companyName: string;
  readonly events: readonly NoticeEvent[];
  readonly approvers: readonly string[];
  readonly operators: readonly string[];
  /** Whether mails are sent. False if the company has only a webhook or a chat; senders then get no mail either. */
  readonly isMailed: boolean;
}

export interface NotificationRegistry {
  /** Returns the settings of a company; `undefined` if the company is gone or notifies nobody any more. */
  forCompany(companyId: string): NotificationSettings | undefined;
  /** Returns the webhook and the chat of a company, as far as it has them. @throws NoticeFailed if a secret is not set */
  endpointsFor(companyId: string): readonly WebhookEndpoint[];
}

/** A notice as it is sent. */
export interface NoticeContent {
  /** The id of the notice, the same in every attempt, by mail and by webhook. */
  readonly id: string;
  readonly notice: Notice;
  readonly companyName: string;
}

export interface Mailer {
  /** Sends one mail to one recipient. @throws NoticeFailed RecipientDeferred NoticeRefused */
  send(told: NoticeContent, recipient: Recipient, signal: AbortSignal): Promise<void>;
}

export interface WebhookCaller {
  /** Calls the webhook, or posts to the chat. @throws NoticeFailed NoticeRefused */
  call(told: NoticeContent, endpoint: WebhookEndpoint, signal: AbortSignal): Promise<void>;
}

export interface NoticePorts {
  readonly audiences: NotificationRegistry;
  readonly mailer: Mailer;
  readonly webhookCaller: WebhookCaller;
}

/** Thrown if a notice was not delivered, but may be later. `message` names neither an address nor a secret. */
export class NoticeFailed extends Error {
  /** The shortest delay until the next attempt, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.name = new.target.name;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Thrown if only this recipient has to wait, because the mail server takes the mail of others. */
export class RecipientDeferred extends NoticeFailed {}

/** Thrown if a notice cannot be delivered, so that retrying does not help. `message` as above. */
export class NoticeRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
