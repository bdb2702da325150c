/** Listens to server-sent events as a browser does, and keeps what came. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface EventStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All that came so far. */
  readonly text: () => string;
  /** The ids of the `changed` events that came, in order. */
  readonly ids: () => readonly string[];
  /** By the server, to its end. */
  readonly isEnded: () => boolean;
  /** Goes away without a word. */
  close(): void;
}

/** Resolves with the answer's head. */
export function openEventStream(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers, agent: false }, (response) => {
      let text = '';
      let isEnded = false;
      response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
      response.on('end', () => (isEnded = true));
      response.on('error', () => undefined);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        isEnded: () => isEnded,
        ids: () => [...text.matchAll(/^event: changed\nid: (\S+)\ndata: \{\}\n\n/gm)].map(([, id = '']) => id),
        close: () => response.destroy(),
      });
    });
    request.on('error', reject);
    request.end();
  });
}
