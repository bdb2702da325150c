/** Notices: what people and other systems learn about a submission by mail and by webhook. */
import type { NoticeEvent, ParkedCode, Status } from './codes';
import type { FieldMessage } from './commands';
import type { Actor } from './view';

/** One notice, with everything it says. It is the argument of its own workflow. */
export interface Notice {
  readonly event: NoticeEvent;
  /** When the event happened, as an ISO instant. */
  readonly at: string;
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly revision: number;
  readonly status: Status;
  readonly projectName: string;
  readonly erpName: string;
  /** Who caused the event. For a reminder, who sent the revision. */
  readonly by: Actor;
  /** The mail address of the sender of the revision, if the token had one. */
  readonly senderEmail?: string;
  /** Since when the revision has waited, as an ISO instant. */
  readonly waitingSince: string;
  /** The number of differences to the previous revision. Present for a resend. */
  readonly changes?: number;
  /** The rejection. Present for `rejected`. */
  readonly rejection?: {
    readonly reason: string;
    readonly category?: string;
    readonly fields?: readonly FieldMessage[];
  };
  /** The text. Present for `question` and `answered`. */
  readonly comment?: string;
  /** Why the export is parked, and what a person can do. */
  readonly parked?: { readonly code: ParkedCode; readonly message: string; readonly remedy: string };
  readonly jobNumber?: string;
  /** The ids that the ERP returned. */
  readonly receiptIds?: Readonly<Record<string, string>>;
}

/**
 * The outcome of a notice. `recipients` is 0 if the company names nobody for the event, or the sender has no address.
 */
export interface Delivery {
  readonly recipients: number;
}

export interface NoticeActivities {
  /** Sends the mail of a notice. Any failure is retried, unless its `ApplicationFailure` is non-retryable. */
  readonly sendMail: (notice: Notice) => Promise<Delivery>;
  readonly callWebhook: (notice: Notice) => Promise<Delivery>;
}
