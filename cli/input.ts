/** Reads a project from a file or from standard input. */
import { readFile } from 'node:fs/promises';
import { decodeFile, findDoubledKey, NotText } from '../adapters/decoding';
import { errorCode, errorMessage } from '../adapters/errors';
import { misuse } from './failure';
import type { Io } from './io';

async function readBytes(file: string, io: Io): Promise<Uint8Array> {
  if (file === '-') return io.input();
  try {
    return await readFile(file);
  } catch (error) {
    throw misuse(
      `${file} cannot be read (${errorCode(error) ?? errorMessage(error)})`,
      'name a file that exists, or - for standard input',
    );
  }
}

/** Decodes the text of a file, which errors call `name`. @throws Failure */
export function textIn(bytes: Uint8Array, name: string): string {
  try {
    return decodeFile(bytes);
  } catch (error) {
    if (error instanceof NotText) throw misuse(`${name} ${error.message}`, 'save it as UTF-8');
    throw error;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a project. The API decides whether it is valid. @throws Failure unless it is a JSON object */
export async function readProject(file: string, io: Io): Promise<object> {
  const name = file === '-' ? 'standard input' : file;
  const text = textIn(await readBytes(file, io), name);
  let project: unknown;
  try {
    project = JSON.parse(text);
  } catch (error) {
    throw misuse(`${name} is not JSON (${errorMessage(error)})`, 'give the project as one JSON object');
  }
  const doubled = findDoubledKey(text);
  if (doubled !== undefined) throw misuse(`${name} has the key "${doubled}" twice in one object`, 'keep one of them');
  if (!isObject(project)) throw misuse(`${name} is not a JSON object`, 'give the project as one JSON object');
  return project;
}
