/** Checks where a browser goes after the sign-in: a path of this origin that no browser reads as another one. */
const base = 'http://ledgergate.invalid';

/** ASCII without control characters, spaces and backslashes: browsers drop or turn those before they read a path. */
const plain = /^\/(?![/\\])[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]*$/;

const maxChars = 1_000;

export function isReturnPath(path: string): boolean {
  if (path.length > maxChars || !plain.test(path) || !URL.canParse(path, base)) return false;
  const { origin, pathname } = new URL(path, base);
  // Not back into the sign-in, and never "//" once the dots are resolved.
  return origin === base && !pathname.startsWith('//') && !/^\/session(\/|$)/.test(pathname);
}
