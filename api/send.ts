/** Sends answers: text that ends with a line break, and 304 without a body to a caller who has it already. */
import type { Request, Response } from 'express';
import { sha256 } from '../adapters/sha256';

/** Weak: two answers that say the same need not be the same bytes, since a proxy may compress them. */
const toETag = (text: string): string => `W/"${sha256(text, 'base64url').slice(0, 27)}"`;

const withoutWeakness = (tag: string): string => tag.trim().replace(/^W\//, '');

/**
 * Compares tags as RFC 9110, 13.1.2 says it, whatever the request's Cache-Control is: fetch adds `no-cache` to each
 * conditional request, for which Express would send the whole answer again.
 */
function isHeld(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const held = ifNoneMatch.split(',').map(withoutWeakness);
  return held.includes('*') || held.includes(withoutWeakness(etag));
}

/** Answers with 304 if the caller has this tag. @returns whether it did */
export function sendNotModified(request: Request, response: Response, etag: string): boolean {
  response.set('ETag', etag);
  if (!isHeld(request.get('if-none-match'), etag)) return false;
  response.removeHeader('Content-Type');
  response.status(304).end();
  return true;
}

/** Sends a text. Reads get an ETag; writes do not, because the outcome of a write is never "not modified". */
export function sendText(request: Request, response: Response, contentType: string, text: string): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  response.set('Content-Type', contentType);
  if (isRead && response.statusCode === 200 && sendNotModified(request, response, toETag(text))) return;
  response.send(text);
}

export function sendJson(request: Request, response: Response, body: unknown, type = 'application/json'): void {
  sendText(request, response, `${type}; charset=utf-8`, `${JSON.stringify(body)}\n`);
}
