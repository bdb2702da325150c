/** Parses the JSON of an ERP's answer, if it is small enough to work with. */
import { limits } from '../../workflows/contract/limits';
import { parseJson, type JsonBounds } from '../http/json';

/**
 * What an ERP holds is compared by the path of each text, so that long names above many texts cost far more than they
 * weigh. All paths and texts of the biggest document take a quarter of it. In characters.
 */
const mostChars = 8 * 1024 * 1024;

/**
 * No value of a document takes fewer than four bytes, its quotes and its comma included; each cost code is an object
 * with a list, and some objects lie around them.
 */
const most: JsonBounds = { values: limits.documentBytes / 4, holders: 2 * limits.costCodes + 1_000 };

function countChars(value: unknown, pathChars: number, left: number): number {
  if (typeof value !== 'object' || value === null) {
    return pathChars + (typeof value === 'string' ? value.length : 0);
  }
  let sum = 0;
  for (const [name, member] of Object.entries(value)) {
    sum += countChars(member, pathChars + 1 + name.length, left - sum);
    if (sum > left) return sum;
  }
  return sum;
}

/** Parses JSON; `undefined` if the text is not JSON, or is too deep or too large to be compared. */
export function parseErpJson(text: string): unknown {
  const json = parseJson(text, most);
  return countChars(json, 0, mostChars) > mostChars ? undefined : json;
}
