/**
 * Decodes bytes as text, and checks the keys of JSON. Invalid bytes are never replaced by U+FFFD, which would change a
 * name unnoticed.
 */

/** Thrown if bytes are not text. `message` is the end of a sentence that begins with what the bytes are. */
export class NotText extends Error {}

const decode = (bytes: Uint8Array, encoding: string, isPart = false): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isPart });
  } catch {
    return undefined;
  }
};

/** How many bytes from the first are UTF-8. */
function validBytes(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (decode(bytes.subarray(0, middle), 'utf-8', true) === undefined) invalid = middle;
    else valid = middle;
  }
  // The last ones may begin a character that never comes to its end.
  while (decode(bytes.subarray(0, valid), 'utf-8') === undefined) valid -= 1;
  return valid;
}

function findPlace(bytes: Uint8Array): string {
  const offset = validBytes(bytes);
  const line = bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
  return `byte ${offset + 1}, in line ${line}`;
}

/** Decodes UTF-8, without the byte order mark. @throws NotText */
export function decodeUtf8(bytes: Uint8Array): string {
  const text = decode(bytes, 'utf-8');
  if (text === undefined) throw new NotText(`is not UTF-8 (${findPlace(bytes)})`);
  return text;
}

/** By their byte order mark. */
const utf16 = [
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * Decodes a file that a person saved: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it.
 * @throws NotText
 */
export function decodeFile(bytes: Uint8Array): string {
  const marked = utf16.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  const text = marked ? decode(bytes, marked.encoding) : decodeUtf8(bytes);
  if (text === undefined) throw new NotText('begins like UTF-16 but is not');
  if (text.includes('\0')) throw new NotText('contains zero bytes, like UTF-16 without a byte order mark');
  return text;
}

/** Where the string ends that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

const blank = new Set([' ', '\t', '\r', '\n']);

function isFollowedByColon(json: string, end: number): boolean {
  let at = end + 1;
  while (blank.has(json[at] ?? '')) at += 1;
  return json[at] === ':';
}

/** Finds a key that an object of valid JSON has twice. `JSON.parse` would silently keep the last value. */
export function findDoubledKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '{' || sign === '[') open.push(undefined);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const end = endOfString(json, at);
      if (isFollowedByColon(json, end)) {
        const key = String(JSON.parse(json.slice(at, end + 1)));
        const keys = open.at(-1) ?? new Set();
        if (keys.has(key)) return key;
        open[open.length - 1] = keys.add(key);
      }
      at = end;
    }
  }
  return undefined;
}
