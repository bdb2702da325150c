/** A real mail server in a process of its own, which keeps what it gets and fails as it is told. */
import { fork } from 'node:child_process';
import { readMail, type ReadMail } from './read-mail';
import { selfSigned } from '../processes/self-signed';
import { waitFor } from '../../../dev/processes/wait-for';
import { killProcess } from '../../../dev/processes/watched-process';

/** How it treats what comes next; nothing: it takes all. Answers are such as `550 5.1.1 Unknown`. */
export interface SmtpConduct {
  /** Takes connections and never says a word. */
  readonly isSilent?: boolean;
  readonly deniesSignIn?: boolean;
  readonly toSender?: string;
  readonly toRecipients?: Readonly<Record<string, string>>;
  readonly toData?: string;
  /** Turns each recipient away once. */
  readonly isGreylisting?: boolean;
  /** Takes the mail and cuts the connection before it says so. */
  readonly losesAnswer?: boolean;
}

export interface Received extends ReadMail {
  /** The envelope. */
  readonly from: string;
  readonly to: readonly string[];
  /** By TLS. */
  readonly isSecure: boolean;
}

interface Message {
  readonly port?: number;
  readonly conducts?: true;
  readonly connected?: true;
  readonly signedIn?: { readonly username: string; readonly password: string };
  readonly mail?: Pick<Received, 'from' | 'to' | 'isSecure'> & { readonly raw: string };
}

export interface SmtpSink {
  /** In PEM, where it has TLS. */
  readonly certificate: string;
  readonly port: number;
  readonly mails: Received[];
  readonly signIns: { readonly username: string; readonly password: string }[];
  connections(): number;
  conduct(next: SmtpConduct): Promise<void>;
  /** Forgets what came. */
  clear(): void;
  stop(): Promise<void>;
}

/** `port`: 0 takes a free one. `tls`: from the first byte, or by STARTTLS; none unless given. */
export async function startSmtpSink(port = 0, tls?: 'at once' | 'by STARTTLS'): Promise<SmtpSink> {
  const certificate = selfSigned();
  const child = fork(require.resolve('./smtp-sink-server.mjs'), { stdio: 'inherit', execArgv: [] });
  const mails: Received[] = [];
  const signIns: { username: string; password: string }[] = [];
  let [connections, conducts, listensOn] = [0, 0, 0];
  child.on('message', (message: Message) => {
    if (message.port !== undefined) listensOn = message.port;
    if (message.conducts) conducts += 1;
    if (message.connected) connections += 1;
    if (message.signedIn) signIns.push(message.signedIn);
    if (message.mail) {
      mails.push({ ...message.mail, ...readMail(message.mail.raw) });
      child.send({ heard: true });
    }
  });
  child.send({ port, tls, certificate });
  await waitFor('the mail server listens', () => listensOn !== 0);
  return {
    port: listensOn,
    certificate: certificate.cert,
    mails,
    signIns,
    connections: () => connections,
    conduct: async (next) => {
      const before = conducts;
      child.send(next);
      await waitFor('the mail server heard', () => conducts > before);
    },
    clear: () => {
      mails.length = 0;
      signIns.length = 0;
      connections = 0;
    },
    stop: () => killProcess(child),
  };
}
