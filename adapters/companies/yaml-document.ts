/**
 * Reads YAML as plain data that knows its lines. It is strict: a duplicate key, an unknown tag or a second document is
 * an error.
 */
import { isPair, isScalar, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import { errorMessage } from '../errors';

/** The keys from the top of a document to a place in it. */
export type Path = readonly PropertyKey[];

export interface YamlDocument {
  readonly value: unknown;
  /** Returns the line, from 1, of the last part of the path that is in the document. */
  readonly findLine: (path: Path) => number | undefined;
}

/** Thrown if a text is not YAML. `message` says where, and quotes no more of the file than a key. */
export class YamlError extends Error {}

const pairKey = (pair: Pair): string | undefined => (isScalar(pair.key) ? String(pair.key.value) : undefined);

type Ancestors = readonly (Document | Node | Pair)[];

const pairPath = (pair: Pair, ancestors: Ancestors): string[] =>
  [...ancestors.filter((node) => isPair(node)), pair].map((node) => pairKey(node) ?? '?');

/** `path` of the first pair whose key `wanted` picks, by name and offset. */
function findKey(
  document: Document,
  wanted: (key: string | undefined, offset: number) => boolean,
): string[] | undefined {
  let found: string[] | undefined;
  visit(document, {
    Pair(_, pair, ancestors) {
      if (!isScalar(pair.key) || !wanted(pairKey(pair), pair.key.range?.[0] ?? -1)) return undefined;
      found = pairPath(pair, ancestors);
      return visit.BREAK;
    },
  });
  return found;
}

function findOffset(document: Document, path: Path): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair(_, pair, ancestors) {
      if (pairKey(pair) !== path[ancestors.filter((node) => isPair(node)).length]) return visit.SKIP;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      return undefined;
    },
  });
  return offset;
}

/** Our words where the parser's would not help; `message` else. */
function sentenceFor(code: string, message: string, key: string | undefined): string {
  if (code === 'DUPLICATE_KEY' && key !== undefined) return `${key} appears twice. Keep one.`;
  if (code === 'MULTIPLE_DOCS') return 'a second document begins. Keep one document, without "---" below it.';
  return `${message}. Correct it there or just before that place.`;
}

function assertSound(document: Document, lines: LineCounter): void {
  const fail = (offset: number, sentence: string) => {
    const { line, col } = lines.linePos(offset);
    throw new YamlError(`line ${line}, column ${col}: ${sentence}`);
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const key = findKey(document, (_, offset) => offset === error.pos[0]);
    fail(error.pos[0], sentenceFor(error.code, error.message, key?.join('.')));
  }
  // A plain object would take such a key for its prototype, and no schema would see it.
  const unsafe = findKey(document, (key) => key === '__proto__');
  if (unsafe !== undefined) fail(findOffset(document, unsafe) ?? 0, `${unsafe.join('.')} cannot be a key. Remove it.`);
}

/** Parses YAML. @throws YamlError */
export function parseYaml(text: string): YamlDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, stringKeys: true, logLevel: 'error' });
  assertSound(document, lineCounter);
  const findLine = (path: Path) => {
    const offset = findOffset(document, path);
    return offset === undefined ? undefined : lineCounter.linePos(offset).line;
  };
  try {
    return { value: document.toJS() as unknown, findLine };
  } catch (error) {
    const message = errorMessage(error);
    throw new YamlError(`${message}. Write the values out instead of an alias.`);
  }
}
