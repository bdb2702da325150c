/**
 * The codec server: it decrypts payloads for the Temporal UI and CLI, and encrypts nothing. Its answers are for people
 * who may read submissions, so each needs the token, and of pages only those of the UI may read them.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { PayloadKeys } from '../../adapters/temporal/payload-keys';
import { isAllowed, isToken, toCookie } from './access';
import { pageHeaders, signedInPage, signInPage } from './page';
import { answers, readPayloads } from './payloads';

export interface CodecOptions {
  readonly keys: PayloadKeys;
  readonly token: string;
  readonly uiOrigin: string | undefined;
  readonly log: Logger;
}

/** A page of a history has at most 4 MB, and a third more in base64. */
const longestBody = 8 * 1_024 * 1_024;

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const refuse = (status: number, message: string, headers?: Readonly<Record<string, string>>): Answer =>
  json(status, { message }, headers);
const html = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...pageHeaders, ...headers },
  body,
});

/** @returns `undefined` if it is longer than allowed */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > longestBody) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const tooLong = (): Answer => refuse(413, `The body has more than ${longestBody} bytes.`, { Connection: 'close' });

async function decode(request: IncomingMessage, path: string, { keys, token }: CodecOptions): Promise<Answer> {
  const answer = answers[path];
  if (!answer) return refuse(404, 'There is nothing here. POST /decode decrypts payloads.');
  if (request.method !== 'POST') return refuse(405, `POST ${path} is the only method.`, { Allow: 'POST, OPTIONS' });
  if (!isAllowed(token, request)) {
    const message =
      'Send "Authorization: Bearer <CODEC_TOKEN>"; with the Temporal CLI: --codec-auth "Bearer …". In a browser, open this server and enter the token.';
    return refuse(401, message, { 'WWW-Authenticate': 'Bearer realm="ledgergate-codec"' });
  }
  const text = await readBody(request);
  if (text === undefined) return tooLong();
  const payloads = readPayloads(text);
  if (!payloads)
    return refuse(400, 'The body must be {"payloads": [{"metadata": {…}, "data": "…"}]}, bytes in base64.');
  return json(200, { payloads: payloads.map((payload) => answer(keys, payload)) });
}

async function signIn(request: IncomingMessage, { token, uiOrigin }: CodecOptions): Promise<Answer> {
  if (request.method === 'GET') return html(200, isAllowed(token, request) ? signedInPage(uiOrigin) : signInPage());
  if (request.method !== 'POST') return refuse(405, 'GET / shows the form.', { Allow: 'GET, POST' });
  const text = await readBody(request);
  if (text === undefined) return tooLong();
  const given = new URLSearchParams(text).get('token') ?? '';
  if (!isToken(token, given.trim())) return html(403, signInPage('This is not the token.'));
  const isSecure = uiOrigin?.startsWith('https:') === true;
  return html(200, signedInPage(uiOrigin), { 'Set-Cookie': toCookie(token, isSecure) });
}

/** The headers that let the pages of one origin read. */
const toCorsHeaders = (uiOrigin: string): Record<string, string> => ({
  'Access-Control-Allow-Origin': uiOrigin,
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers': 'authorization, content-type, x-namespace',
  'Access-Control-Max-Age': '600',
});

async function answerTo(request: IncomingMessage, options: CodecOptions): Promise<Answer> {
  const [path = ''] = (request.url ?? '').split('?');
  if (path === '/healthz') return json(200, { status: 'ok' });
  if (path === '/') return signIn(request, options);
  const { origin } = request.headers;
  if (origin === undefined) return decode(request, path, options);
  if (origin !== options.uiOrigin) return refuse(403, 'CODEC_UI_ORIGIN is another origin than the one of this page.');
  const cors = toCorsHeaders(origin);
  if (request.method === 'OPTIONS') return { status: 204, headers: cors };
  const { headers, ...answer } = await decode(request, path, options);
  return { ...answer, headers: { ...headers, ...cors } };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const common = { 'Cache-Control': 'no-store', Vary: 'Origin', 'X-Content-Type-Options': 'nosniff' };
  response.writeHead(status, { ...common, ...headers }).end(body);
}

/** Creates the codec server. Its log has the path and the status of each request, and nothing of a payload. */
export const createCodecServer =
  (options: CodecOptions): RequestListener =>
  (request, response) => {
    answerTo(request, options)
      .then((answer) => {
        options.log.debug({ method: request.method, status: answer.status }, 'codec request');
        send(response, answer);
      })
      .catch((error: unknown) => {
        // A caller that hangs up while it sends; there is nobody to answer.
        options.log.debug({ err: error }, 'codec request was cut off');
        response.destroy();
      });
  };
