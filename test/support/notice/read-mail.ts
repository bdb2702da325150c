/** Reads a mail as a mail client does: headers unfolded and decoded, the parts by their type. */

export interface ReadMail {
  /** As they came, by lower-case name; a header that stands twice has two entries. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly raw: string;
}

const quotedPrintable = (text: string): Buffer =>
  Buffer.from(
    text
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? quotedPrintable(body).toString() : Buffer.from(body, 'latin1').toString();
}

/** RFC 2047: a character may be cut between two encoded words of the same kind. */
function decodeWords(text: string): string {
  const word = /=\?UTF-8\?([QB])\?([^?]*)\?=/gi;
  return text.replaceAll(/(=\?UTF-8\?[QB]\?[^?]*\?=\s*)+/gi, (run) => {
    const bytes = [...run.matchAll(word)].map(([, kind = '', body = '']) =>
      kind.toUpperCase() === 'B' ? Buffer.from(body, 'base64') : quotedPrintable(body.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString() + (/\s$/.test(run) ? ' ' : '');
  });
}

interface Part {
  readonly headers: Record<string, string[]>;
  readonly body: string;
}

function readPart(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const headers: Record<string, string[]> = {};
  const unfolded = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  for (const line of unfolded.split('\r\n')) {
    const colon = line.indexOf(':');
    (headers[line.slice(0, colon).toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  return { headers, body: raw.slice(end + 4) };
}

function* leaves(part: Part): Generator<{ type: string; text: string }> {
  const type = part.headers['content-type']?.[0] ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) {
    const text = decodeBody(part.body, part.headers['content-transfer-encoding']?.[0]?.toLowerCase());
    yield { type: type.split(';')[0] ?? '', text: text.replaceAll('\r\n', '\n') };
    return;
  }
  const inner = part.body.split(`--${boundary}`).slice(1, -1);
  for (const raw of inner) yield* leaves(readPart(raw.replace(/^\r\n/, '').replace(/\r\n$/, '')));
}

/** `raw`: one character a byte. */
export function readMail(raw: string): ReadMail {
  const part = readPart(raw);
  const found = [...leaves(part)];
  const readText = (type: string): string => found.find((leaf) => leaf.type === type)?.text ?? '';
  return {
    headers: part.headers,
    subject: decodeWords(part.headers['subject']?.[0] ?? ''),
    text: readText('text/plain'),
    html: readText('text/html'),
    raw,
  };
}
