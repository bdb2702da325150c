/**
 * Interprets the refusals of a mail server. Only codes of its answers are kept, because the rest names the recipient.
 */
import { NoticeFailed, NoticeRefused, RecipientDeferred } from '../../activities/notice-port';

interface SmtpError {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** `550 5.1.1`; empty without an answer. */
function formatCodes({ responseCode, response }: SmtpError): string {
  if (typeof responseCode !== 'number') return '';
  const enhanced = typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] : undefined;
  return [String(responseCode), enhanced].filter((code) => code !== undefined).join(' ');
}

/** Whether it concerns this mail alone, not the server or our sign-in. */
const isAboutMail = ({ command }: SmtpError): boolean => command === 'RCPT TO' || command === 'DATA';

/** A relay that is not allowed to us yet is one setting away from taking it (RFC 3463: 7 is security or policy). */
const isPolicy = (error: SmtpError, codes: string): boolean =>
  error.command === 'RCPT TO' && /^5\d\d 5\.7\./.test(codes);

const plainWords: Readonly<Record<string, string>> = {
  EAUTH: 'The mail server refused the name and password in SMTP_URL.',
  ENOAUTH: 'The mail server requires a name and password, but SMTP_URL has none.',
  ETLS: 'The TLS connection to the mail server failed.',
  EDNS: 'The name of the mail server cannot be resolved.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  EABORT: 'The mail server did not answer in time.',
  ESOCKET: 'The mail server cannot be reached.',
  ECONNECTION: 'The mail server cannot be reached.',
};

/** 503 says that the session was out of order, not that the mail was refused. */
const isFinal = (responseCode: unknown): boolean =>
  typeof responseCode === 'number' && responseCode >= 500 && responseCode !== 503;

export function toNoticeError(error: unknown): Error {
  const known: SmtpError = typeof error === 'object' && error !== null ? error : {};
  const codes = formatCodes(known);
  if (isAboutMail(known) && codes !== '') {
    if (isFinal(known.responseCode) && !isPolicy(known, codes)) {
      return new NoticeRefused(`the mail server answered ${codes}.`);
    }
    return new RecipientDeferred(`the mail server answered ${codes}.`);
  }
  const words = plainWords[String(known.code)] ?? 'The mail server did not accept the mail.';
  return new NoticeFailed(codes === '' ? words : `${words} It answered ${codes}.`);
}
