/** Checks which page sent a request, because a browser sends the cookie with all of them. */
import type { Request } from 'express';
import { Problem } from '../problems';

const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** `publicOrigin` stands for our own where a proxy changes the Host header. */
function isOwnOrigin(request: Request, publicOrigin: string | undefined): boolean {
  const site = request.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = request.get('origin');
  if (origin === undefined) return false;
  return origin === (publicOrigin ?? `http://${request.get('host') ?? ''}`);
}

/** Whether a page of another site led the browser here. What people type or open themselves comes from none. */
export const isLedByOthers = (request: Request): boolean =>
  ['cross-site', 'same-site'].includes(request.get('sec-fetch-site') ?? '');

/** Checks that a change was requested by a page of ours. @throws Problem `cross_site` */
export function checkSite(request: Request, publicOrigin: string | undefined): void {
  if (isReading(request) || isOwnOrigin(request, publicOrigin)) return;
  throw new Problem('cross_site', 'A request with a cookie must come from a page of this service.');
}
