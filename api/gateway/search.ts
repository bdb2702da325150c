/**
 * A search for submissions: by how the project id, the project's number or the job number begins, or by words of the
 * name. Visibility is asked by `searchTerm`, and the rows of an index are compared by `isFound`.
 */
import { idPattern } from '../../workflows/contract/names';
import { identifierKey, splitWords } from '../../workflows/contract/text';
import { toKeyword, toSearchWords } from '../../workflows/search-attributes';
import type { Run } from './memo';

export interface Search {
  /** As it was typed. */
  readonly text: string;
  /** Whether names are searched as well: only where the company stores their words. */
  readonly hasNames: boolean;
}

/** What visibility keeps of numbers and names has no quotes, backslashes or question marks. */
export function quoteText(text: string): string {
  if (/["'\\?]/.test(text)) throw new Error('not as visibility keeps it');
  return `'${text}'`;
}

/** A query grows with each word. */
const mostWords = 10;

const toWords = ({ text, hasNames }: Search): readonly string[] =>
  hasNames ? toSearchWords(text).slice(0, mostWords) : [];

/**
 * Ids are kept as they are, and on PostgreSQL visibility minds their case: they are asked for as typed, in lower and
 * upper case, and with a capital at the beginning or of each word.
 */
function toIdBeginnings(text: string): readonly string[] {
  if (!idPattern.test(text)) return [];
  const lower = text.toLowerCase();
  const toUpper = (letter: string): string => letter.toUpperCase();
  const capital = lower.replace(/^[a-z]/, toUpper);
  const capitals = lower.replaceAll(/(?<![a-z])[a-z]/g, toUpper);
  return [...new Set([text, lower, text.toUpperCase(), capital, capitals])];
}

/** Returns the condition for visibility. `=` on a Text finds what has any of the words, so that each is asked for alone. */
export function searchTerm(search: Search): string {
  const key = quoteText(toKeyword(search.text));
  const words = toWords(search).map((word) => `ProjectName = ${quoteText(word)}`);
  const terms = [
    ...toIdBeginnings(search.text).map((id) => `ProjectId STARTS_WITH '${id}'`),
    `ProjectNumber STARTS_WITH ${key}`,
    `JobNumber STARTS_WITH ${key}`,
    ...(words.length === 0 ? [] : [`(${words.join(' AND ')})`]),
  ];
  return `(${terms.join(' OR ')})`;
}

interface Keys {
  readonly begins: readonly string[];
  readonly words: ReadonlySet<string>;
}

const known = new WeakMap<Run, Keys>();

function toKeys(run: Run): Keys {
  const before = known.get(run);
  if (before) return before;
  const { projectId, number, jobNumber, name } = run;
  const begins = [projectId, number, jobNumber ?? ''].map(identifierKey);
  const keys = { begins, words: new Set(splitWords(name)) };
  known.set(run, keys);
  return keys;
}

/** Returns a function that says whether a run is found. Case, width and kinds of dashes do not matter. */
export function createIsFound(search: Search): (run: Run) => boolean {
  const start = identifierKey(search.text);
  const wanted = toWords(search);
  return (run) => {
    const { begins, words } = toKeys(run);
    return (
      begins.some((text) => text.startsWith(start)) || (wanted.length > 0 && wanted.every((word) => words.has(word)))
    );
  };
}
