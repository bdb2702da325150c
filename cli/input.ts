/** A project from a file, or from standard input. */
import { readFile } from 'node:fs/promises';
import { codeOf, misuse, whyOf } from './failure';
import type { Io } from './io';

async function textOf(file: string, io: Io): Promise<string> {
  if (file === '-') return io.input();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw misuse(
      `${file} cannot be read (${codeOf(error) ?? whyOf(error)})`,
      'name a file that is there, or - for standard input',
    );
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the project fits is for the API to say. @throws Failure unless it is a JSON object */
export async function readProject(file: string, io: Io): Promise<object> {
  const name = file === '-' ? 'standard input' : file;
  const text = (await textOf(file, io)).replace(/^\uFEFF/, '');
  let project: unknown;
  try {
    project = JSON.parse(text);
  } catch (error) {
    throw misuse(`${name} is no JSON (${whyOf(error)})`, 'give the project as one JSON object');
  }
  if (!isObject(project)) throw misuse(`${name} is no JSON object`, 'give the project as one JSON object');
  return project;
}
