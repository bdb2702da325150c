/** Reads `SMTP_URL`, the address of the mail server. */
import { isLoopback } from '../http/loopback';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** Whether TLS is used from the first byte. Otherwise STARTTLS is used if the server offers it. */
  readonly secure: boolean;
  /** Whether TLS is required, because a password must not be sent in the clear. */
  readonly requireTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const isBare = ({ hostname, pathname, search, hash }: URL): boolean =>
  hostname !== '' && ['', '/'].includes(pathname) && `${search}${hash}` === '';

/** Percent-encoded in the address. `undefined`: not soundly, or one without the other. */
function readCredentials({ username, password }: URL): Pick<SmtpServer, 'auth'> | undefined {
  const [user, pass] = [decoded(username), decoded(password)];
  if (user === '' && pass === '') return {};
  return user && pass ? { auth: { user, pass } } : undefined;
}

/** Parses `SMTP_URL`; `undefined` if it is not a valid address. */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  const url = /^smtps?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  const signIn = url && readCredentials(url);
  if (!signIn || !isBare(url)) return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = url.protocol === 'smtps:';
  const usual = secure ? 465 : 587;
  return {
    host,
    port: url.port === '' ? usual : Number(url.port),
    secure,
    requireTLS: signIn.auth !== undefined && !secure && !isLoopback(host),
    ...signIn,
  };
}
