/** What telling of a submission needs from the outside: whom to tell, a mail server, a webhook. Adapters implement it. */
import type { NoticeEvent } from '../workflows/contract/codes';
import type { Notice } from '../workflows/contract/notice';

/** Why somebody is written to. */
export type MailRole = 'approver' | 'operator' | 'sender';

export interface Recipient {
  readonly address: string;
  readonly role: MailRole;
}

export interface WebhookEndpoint {
  readonly url: string;
  /** It is signed with each; the first is the current one. */
  readonly secrets: readonly string[];
}

/** Whom a company wants to be told, at this moment. */
export interface NotificationSettings {
  readonly companyName: string;
  readonly events: readonly NoticeEvent[];
  readonly approvers: readonly string[];
  readonly operators: readonly string[];
  /** False: the company tells by its webhook alone, and senders get no mail either. */
  readonly isMailed: boolean;
}

export interface Audiences {
  /** `undefined`: the company is gone, or tells nobody any more. */
  forCompany(companyId: string): NotificationSettings | undefined;
  /** `undefined`: nothing is called. @throws NoticeFailed: a secret is not set */
  endpointFor(companyId: string): WebhookEndpoint | undefined;
}

/** A notice on its way. */
export interface NoticeContent {
  /** The same at every attempt, and by both ways. */
  readonly id: string;
  readonly notice: Notice;
  readonly companyName: string;
}

export interface Mailer {
  /** One mail to one recipient. @throws NoticeFailed RecipientDeferred NoticeRefused */
  send(told: NoticeContent, recipient: Recipient, signal: AbortSignal): Promise<void>;
}

export interface WebhookCaller {
  /** @throws NoticeFailed NoticeRefused */
  call(told: NoticeContent, endpoint: WebhookEndpoint, signal: AbortSignal): Promise<void>;
}

export interface NoticePorts {
  readonly audiences: Audiences;
  readonly mailer: Mailer;
  readonly webhookCaller: WebhookCaller;
}

/** Not delivered now, perhaps later. `message` names neither an address nor a secret. */
export class NoticeFailed extends Error {
  /** Not sooner than after so many milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.name = new.target.name;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Only this recipient is to wait; the mail server takes the mail of others. */
export class RecipientDeferred extends NoticeFailed {}

/** Not delivered, and trying again changes nothing. `message` as above. */
export class NoticeRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
