/**
 * Sends mail by SMTP. Each recipient gets a separate mail, so that nobody sees another's address and a refusal concerns
 * one recipient only.
 */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createTransport } from 'nodemailer';
import { NoticeFailed, type Mailer, type Recipient, type NoticeContent } from '../../activities/notice-port';
import { toHtml, toPlainText } from './mail-layout';
import { toNoticeText } from './notice-text';
import { openConnection, type BoundedConnection } from './smtp-connection';
import { toNoticeError } from './smtp-failure';
import type { SmtpServer } from './smtp-url';
import { sha256 } from '../sha256';

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export interface MailOptions {
  readonly server: SmtpServer;
  readonly from: MailAddress;
  /** The origin at which browsers reach the desk. Absent for mails without links. */
  readonly publicUrl?: string;
  /** The trusted certificates instead of Node's own, in PEM. */
  readonly ca?: string;
}

/** Until the server must have said something, in milliseconds; the whole of a mail is ended by its signal. */
const silenceMs = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

const hash = (...parts: readonly string[]): string => sha256(parts.join('\n')).slice(0, 32);

/** A mail that is sent again has the same id; all mails of a run belong to one conversation. */
function toMessageIds(
  { id, notice }: NoticeContent,
  { address }: Recipient,
  from: MailAddress,
): { messageId: string; references: string } {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    messageId: `<${hash(id, address.toLowerCase())}.notice@${domain}>`,
    references: `<${hash(notice.companyId, notice.projectId, notice.runId)}.run@${domain}>`,
  };
}

export function createMailer({ server, from, publicUrl, ca }: MailOptions): Mailer {
  return {
    send: async (told, recipient, signal) => {
      const text = toNoticeText(told, recipient.role, publicUrl);
      let connection: BoundedConnection | undefined;
      try {
        connection = await openConnection(server, signal);
        const transport = createTransport({
          ...server,
          ...silenceMs,
          socketCloseTimeout: 0,
          logger: false,
          tls: { ca },
          // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what every stream has is used of it, and `setTimeout`
          connection: connection as Duplex as Socket,
        });
        await transport.sendMail({
          from,
          to: { name: '', address: recipient.address },
          subject: text.subject,
          envelope: { from: from.address, to: [recipient.address] },
          text: toPlainText(text),
          html: toHtml(text),
          ...toMessageIds(told, recipient, from),
          // No vacation notice comes back.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          disableFileAccess: true,
          disableUrlAccess: true,
          xMailer: false,
          signal,
        });
      } catch (error) {
        throw connection?.isTooLong
          ? new NoticeFailed('The mail server sent an answer that is too long.')
          : toNoticeError(error);
      } finally {
        connection?.destroy();
      }
    },
  };
}

/** A mailer without a mail server. It fails for now, because one may still be configured. */
export const withoutMailServer: Mailer = {
  send: () =>
    Promise.reject(
      new NoticeFailed('SMTP_URL is not set in the environment of the worker. Set it and start the worker again.'),
    ),
};
