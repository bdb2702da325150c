/** Calls the API by same-origin requests with the session's cookie. A refusal is returned, never thrown. */
import type { ApiProblem } from '../../client/problem';
import { createTransport, readJson, type Shape } from '../../client/transport';
import { renew } from './renewal';
import { resendWhenStale } from './renewing';

export { isOutline, isShown, type Outline } from '../../client/outline';
export { isUncertain, isUnreachable } from '../../client/problem';
export { type Shape, toShape } from '../../client/transport';

export type DeskAnswer<T> = { readonly value: T } | { readonly problem: ApiProblem };

const send = resendWhenStale(createTransport({ baseUrl: '' }), renew);

export const read = <T>(path: string, isIt: Shape<T>, signal?: AbortSignal): Promise<DeskAnswer<T>> =>
  send({ path, read: readJson(isIt), signal });

/** `json` as it is, so that a repeated intent is the same text. */
export const post = <T>(
  path: string,
  isIt: Shape<T>,
  json: string,
  key?: string,
  signal?: AbortSignal,
): Promise<DeskAnswer<T>> => send({ path, json, key, read: readJson(isIt), signal });

/** For what answers 204. */
export async function tell(path: string, body: object = {}): Promise<boolean> {
  return 'value' in (await send({ path, json: JSON.stringify(body), read: ({ status }) => status }));
}
