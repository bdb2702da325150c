/** Recognises addresses whose traffic nobody can change on the way: https, or this machine. */
import { isLoopback } from '../adapters/http/loopback';

export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
