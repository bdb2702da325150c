/** What people and other systems are told of a submission outside of it: by mail and by webhook. */
import type { NoticeEvent, ParkedCode, Status } from './codes';
import type { FieldMessage } from './commands';
import type { Actor } from './view';

/** One thing that happened, with all that is told of it: each notice is its own workflow with this argument. */
export interface Notice {
  readonly event: NoticeEvent;
  /** When it happened, an ISO instant. */
  readonly at: string;
  readonly companyId: string;
  readonly projectId: string;
  readonly runId: string;
  readonly revision: number;
  readonly status: Status;
  readonly projectName: string;
  readonly erpName: string;
  /** Who did it; of a reminder: who sent the revision. */
  readonly by: Actor;
  /** Where the sender of the revision is written to, if the token said it. */
  readonly senderEmail?: string;
  /** Since when the revision waits. */
  readonly waitingSince: string;
  /** Of a resend: how many differences to the revision before. */
  readonly changes?: number;
  /** Why it was rejected. */
  readonly rejection?: {
    readonly reason: string;
    readonly category?: string;
    readonly fields?: readonly FieldMessage[];
  };
  /** Why it is parked, and what a person can do. */
  readonly parked?: { readonly code: ParkedCode; readonly message: string; readonly remedy: string };
  readonly jobNumber?: string;
  /** What the ERP gave back. */
  readonly receiptIds?: Readonly<Record<string, string>>;
}

/** `recipients`: how many it went to; 0 when the company names nobody for it, or the sender has no address. */
export interface Delivery {
  readonly recipients: number;
}

export interface NoticeActivities {
  /** Any failure is tried again, unless its ApplicationFailure is non-retryable. */
  readonly sendMail: (notice: Notice) => Promise<Delivery>;
  readonly callWebhook: (notice: Notice) => Promise<Delivery>;
}
