/**
 * The two kinds of text as patterns for the API's description, so that a client can refuse what the service would
 * refuse. The patterns use Unicode categories, which tools know. The service uses the ranges of one version
 * (`workflows/contract/unicode`), and a test compares the two.
 */
import type { TextKind } from '../../workflows/contract/text-schemas';
import { invisible, spaces } from '../../workflows/contract/unicode';

/** Members of a class, as ECMA-262 and Python read them alike; beyond the basic plane a character stands for itself. */
function toMembers(ranges: string): string {
  const toMember = (hex: string): string =>
    hex.length > 4 ? String.fromCodePoint(Number.parseInt(hex, 16)) : `\\u${hex.toLowerCase().padStart(4, '0')}`;
  return ranges.replaceAll(/[0-9A-F]+/g, toMember).replaceAll(' ', '');
}

const blanks = toMembers(spaces);
const seen = '\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}';
/**
 * Letters, marks and symbols of which nothing is seen, and what is left of a character that was lost. Not U+FEFF and
 * U+2028: they are trimmed at the ends as a space is, and in between they are none of what is seen. U+20F1 to U+20FF are none at all: some
 * tools take the whole block for marks.
 */
const unseen = toMembers(`${invisible.replace(/ (FEFF|2028-202E)/g, '')} 20F1-20FF 2800 FFFD`);
/** Of the basic plane. The service refuses the two planes of it beyond. */
const privateUse = '\\ue000-\\uf8ff';
/** What is trimmed. Not `\\s`: for some tools this has U+0085 and not U+FEFF. */
const trimmed = `[${toMembers('9-D 2028 2029 FEFF')}${blanks}]*`;
/** What no prose may hold: what turns the direction, and a lost character. */
const refused = toMembers('202A-202E 2066-2069 20F1-20FF FFFD');

const identifier = `^(?![\\s\\S]*[${unseen}])${trimmed}[${seen}](?:[${seen}${blanks}]*[${seen}])?${trimmed}$`;

function prose(inner: string): string {
  const visible = `(?![${unseen}])[${seen}${privateUse}]`;
  return `^(?![\\s\\S]*[${refused}])${trimmed}[${inner}]*${visible}[${inner}]*${trimmed}$`;
}

/** The line separators among what is not seen belong to `Lines`; what turns the direction is refused above. */
const inLine = `${seen}${blanks}${toMembers(invisible.replace('2028-202E', ''))}${privateUse}`;

/** The schemas of text fields, by the kind that `workflows/contract/text-schemas` gives them. */
export const textSchemas = {
  Identifier: {
    type: 'string',
    description:
      'An identifier made of visible characters and spaces between them. It is trimmed, stored in NFC, and compared without regard to case, width and kind of dash.',
    pattern: identifier,
  },
  Line: {
    type: 'string',
    description: 'Text of one line with at least one visible character. It is trimmed and stored in NFC.',
    pattern: prose(inLine),
  },
  Lines: {
    type: 'string',
    description:
      'Text with at least one visible character, which may have line breaks and tabs. It is trimmed and stored in NFC.',
    pattern: prose(`${inLine}\\u2028\\u2029\\t\\n\\r`),
  },
} satisfies Readonly<Record<TextKind, Readonly<Record<string, string>>>>;
