/** Recognises addresses to which a secret may be sent. */
import { isLoopback } from './loopback';

/** Whether nobody can read or change what is sent to the address: https, or http on this machine. */
export function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Whether the address holds no name, password or fragment. The first two would be a secret in a file of settings. */
export function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return `${username}${password}${hash}` === '';
}
