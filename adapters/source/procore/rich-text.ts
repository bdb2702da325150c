/**
 * Turns Procore's rich text, which is HTML, into plain text with its lines. It reads the text once from left to right,
 * so that no text takes longer than its length.
 */

/** Where one of these begins or ends, a line does. */
const blocks = new Set(
  'address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul'.split(' '),
);
/** What stands within is not shown. */
const hidden = new Set(['script', 'style', 'head', 'title']);
const marks = new Set('a b code em font i img s small span strong sub sup td th u'.split(' '));

/** From U+00A0 on. */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml';
const named = new Map([
  ...latin.split(' ').map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const),
  ...Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ndash: '–', mdash: '—', hellip: '…' }),
  ...Object.entries({ lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', bull: '•', euro: '€' }),
  ...Object.entries({ trade: '™', zwj: '\u200d', zwnj: '\u200c', lrm: '\u200e', rlm: '\u200f', thinsp: '\u2009' }),
]);

function toCharacter(whole: string, name: string): string {
  if (!name.startsWith('#')) return named.get(name) ?? whole;
  const point = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
}

const decoded = (text: string): string => text.replaceAll(/&(#?[0-9A-Za-z]{1,10});/g, toCharacter);

/** `p` of `<p class="x">` and of `</p>`; empty for what is no tag, such as `< 5 >`. */
const tagName = (tag: string): string => /^<\/?([A-Za-z][A-Za-z0-9]{0,20})/.exec(tag)?.[1]?.toLowerCase() ?? '';

const isKnown = (tag: string): boolean => [blocks, hidden, marks].some((names) => names.has(tagName(tag)));

interface Part {
  readonly text: string;
  /** Absent before the first one. */
  readonly tag?: string;
}

/** Each tag and the text behind it. A `<` without `>` behind it begins none, and one before another `<` neither. */
function splitParts(html: string): Part[] {
  const [first = '', ...rest] = html.split('>');
  const last = rest.pop();
  if (last === undefined) return [{ text: first }];
  const parts: Part[] = [];
  let before: string | undefined;
  for (const piece of [first, ...rest]) {
    const begin = piece.lastIndexOf('<');
    const text = begin < 0 ? `${piece}>` : piece.slice(0, begin);
    parts.push(before === undefined ? { text } : { tag: before, text });
    before = begin < 0 ? undefined : `${piece.slice(begin)}>`;
  }
  parts.push(before === undefined ? { text: last } : { tag: before, text: last });
  return parts;
}

function toLineBreak(tag: string): string {
  const name = tagName(tag);
  const isEnd = tag.startsWith('</');
  if (name === 'li') return isEnd ? '' : '\n- ';
  if (name === 'tr') return isEnd ? '' : '\n';
  if (blocks.has(name)) return '\n';
  if (name === 'td' || name === 'th') return ' ';
  return name === '' && !/^<[!?]/.test(tag) ? tag : '';
}

function shown(parts: readonly Part[]): string {
  let text = '';
  let within = '';
  for (const { tag = '', text: behind } of parts) {
    const name = tagName(tag);
    if (within !== '') within = name === within && tag.startsWith('</') ? '' : within;
    else if (hidden.has(name) && !tag.startsWith('</')) within = name;
    else text += toLineBreak(tag);
    if (within === '') text += decoded(behind.replaceAll(/[ \t\r\n]+/g, ' '));
  }
  return text;
}

/** Lines without blanks around, no two empty ones together, none at the ends. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replaceAll(/[ \t\u00a0]+/g, ' ').trim())
    .filter((line, index, lines) => line !== '' || (index > 0 && lines[index - 1] !== ''))
    .join('\n')
    .trim();

/** Returns the plain text. Text that is plain already is returned unchanged: `a < b` and `R&D` are not HTML. */
export function toPlainText(text: string): string {
  const parts = splitParts(text);
  return parts.some(({ tag = '' }) => isKnown(tag)) ? tidy(shown(parts)) : text;
}
