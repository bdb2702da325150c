/** `fetch` for libraries that make calls themselves, with our limits of time and size. */
import type { IncomingHttpHeaders } from 'node:http';
import { callHttp } from './call';

export interface FetchBounds {
  /** The longest call, in milliseconds. */
  readonly withinMs: number;
  /** The largest body of an answer, in bytes. */
  readonly maxBytes: number;
}

/** The options that libraries use: the body is a text or a form. */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

export type BoundedFetch = (url: string | URL, options?: FetchOptions) => Promise<Response>;

const withoutBody = new Set([204, 205, 304]);

function toMethod(method = 'GET'): 'GET' | 'POST' {
  if (method === 'GET' || method === 'POST') return method;
  throw new TypeError(`No ${method} is sent.`);
}

function toBodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('Only a text or a form is sent.');
}

/** Cookies alone come more than once, and are nobody's business here. */
const toHeaders = (headers: IncomingHttpHeaders): [string, string][] =>
  Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');

/** Creates a `fetch` that follows no redirects. @throws HttpFailure like `callHttp` */
export const createBoundedFetch =
  ({ withinMs, maxBytes }: FetchBounds): BoundedFetch =>
  async (url, { method, headers, body, signal } = {}) => {
    const answer = await callHttp({
      method: toMethod(method),
      url: new URL(url),
      headers: Object.fromEntries(new Headers(headers)),
      body: toBodyText(body),
      signal: signal ?? undefined,
      withinMs,
      maxBytes,
    });
    const { status, text } = answer;
    return new Response(withoutBody.has(status) ? null : text, { status, headers: toHeaders(answer.headers) });
  };
