/** Reads the keys with which payloads are encrypted on their way to Temporal. */
import { z } from 'zod';

export interface PayloadKeys {
  /** The id of the key that encrypts. */
  readonly current: string;
  /** All keys by their id. Each of them decrypts. */
  readonly all: ReadonlyMap<string, Buffer>;
}

const keyBytes = 32;
/** An id, and 32 bytes in base64url, whose last character holds four bits. */
const entry = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;

/** Says what is wrong by the place of the key, never by its text. */
function findFault(entries: readonly string[]): string | undefined {
  const broken = entries.findIndex((text) => !entry.test(text));
  if (broken >= 0) {
    const where = entries.length > 1 ? `; key ${broken + 1} of ${entries.length} is not` : '';
    return `must be <id>:<${keyBytes} random bytes in base64url>, with earlier keys after a comma${where}`;
  }
  const ids = entries.map((text) => text.slice(0, text.indexOf(':')));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? undefined : `must name each key once; the id ${twice} stands there twice`;
}

const payloadKeys = z.string().transform((text, context): PayloadKeys => {
  const entries = text.split(',').map((part) => part.trim());
  const fault = findFault(entries);
  if (fault !== undefined) {
    context.issues.push({ code: 'custom', message: fault, input: undefined });
    return z.NEVER;
  }
  const all = entries.map((part): [string, Buffer] => {
    const [, id = '', key = ''] = entry.exec(part) ?? [];
    return [id, Buffer.from(key, 'base64url')];
  });
  return { current: all[0]?.[0] ?? '', all: new Map(all) };
});

/** The variables of every process that reads or writes payloads. */
export const payloadSettings = {
  PAYLOAD_KEYS: payloadKeys
    .optional()
    .describe(
      'The keys that encrypt payloads (docs/encryption.md): `<id>:<32 random bytes in base64url>`, earlier ones after a comma.',
    ),
};
