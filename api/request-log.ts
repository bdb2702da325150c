/** Logs one line for each request: who did what, with which outcome. It never logs a token, a query or a body. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { openSpan } from '../adapters/tracing/span';
import { isRequestId, onTrail, parseTraceparent } from '../adapters/trail';
import { defined } from '../workflows/contract/defined';
import type { Metrics } from './metrics/metrics';

interface Notes {
  readonly requestId: string;
  readonly route?: string;
  readonly actorId?: string;
  readonly companyId?: string;
  readonly projectId?: string;
  readonly code?: string;
  /** What happened to the session, and why. */
  readonly session?: string;
}

const notes = new WeakMap<Request, Notes>();

export const readNotes = (request: Request): Notes => notes.get(request) ?? { requestId: 'unknown' };

/** Adds to the log line of the request. */
export function note(request: Request, more: Partial<Notes>): void {
  notes.set(request, { ...readNotes(request), ...more });
}

function toLevel(status: number): 'info' | 'warn' | 'error' {
  if (status === 503 || status === 429) return 'warn';
  return status >= 500 ? 'error' : 'info';
}

/** `onAnswer` learns of each request when it is answered. */
export const logRequests =
  (log: Logger, onAnswer?: Metrics['noteRequest']): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now();
    const given = request.get('x-request-id');
    const requestId = isRequestId(given) ? given : randomUUID();
    note(request, { requestId });
    response.setHeader('X-Request-Id', requestId);
    const brought = request.get('traceparent');
    const trail = defined({ requestId, traceparent: parseTraceparent(brought) && brought });
    const span = openSpan(trail, { name: request.method, kind: 'server', attributes: { 'request.id': requestId } });
    response.once('close', () => {
      const { method } = request;
      const ms = performance.now() - startedAt;
      // A caller who went away before the answer is not the outcome of the request.
      const status = response.writableFinished ? response.statusCode : 499;
      const notes = readNotes(request);
      log[toLevel(status)]({ method, status, ms: Math.round(ms), ...notes }, 'request');
      span?.end({
        name: `${method} ${notes.route ?? 'other'}`,
        attributes: { 'http.response.status_code': status },
        ...defined({ failure: status >= 500 ? (notes.code ?? String(status)) : undefined }),
      });
      onAnswer?.({ method, status, seconds: ms / 1_000, route: notes.route, code: notes.code });
    });
    onTrail({ ...trail, ...defined({ traceparent: span?.traceparent }) }, next);
  };
