/** A real https receiver in a process of its own, with a certificate of its own, which answers as it is told. */
import { fork } from 'node:child_process';
import { selfSigned } from '../processes/self-signed';
import { waitFor } from '../../../dev/processes/wait-for';
import { killProcess } from '../../../dev/processes/watched-process';

/** How it answers what comes next; nothing: 204. */
export interface WebhookConduct {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Never answers. */
  readonly isSilent?: boolean;
  /** Answers with a body that has no end. */
  readonly isFlooding?: boolean;
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Message {
  readonly port?: number;
  readonly conducts?: true;
  readonly call?: Call;
  readonly poured?: number;
}

export interface WebhookSink {
  readonly url: string;
  /** In PEM. */
  readonly certificate: string;
  readonly calls: Call[];
  /** Bytes of each flood, once its connection was closed. */
  readonly floods: number[];
  conduct(next: WebhookConduct): Promise<void>;
  stop(): Promise<void>;
}

/** `port`: 0 takes a free one. */
export async function startWebhookSink(port = 0): Promise<WebhookSink> {
  const certificate = selfSigned();
  const child = fork(require.resolve('./webhook-sink-server.mjs'), { stdio: 'inherit', execArgv: [] });
  const calls: Call[] = [];
  const floods: number[] = [];
  let [conducts, listensOn] = [0, 0];
  child.on('message', (message: Message) => {
    if (message.port !== undefined) listensOn = message.port;
    if (message.conducts) conducts += 1;
    if (message.call) {
      calls.push(message.call);
      child.send({ heard: true });
    }
    if (message.poured !== undefined) floods.push(message.poured);
  });
  child.send({ certificate, port });
  await waitFor('the receiver listens', () => listensOn !== 0);
  return {
    url: `https://localhost:${listensOn}/ledgergate?of=acme`,
    certificate: certificate.cert,
    calls,
    floods,
    conduct: async (next) => {
      const before = conducts;
      child.send(next);
      await waitFor('the receiver heard', () => conducts > before);
    },
    stop: () => killProcess(child),
  };
}
