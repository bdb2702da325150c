/** Reads the settings: the address of the API, the token and the company. */
import { readFile } from 'node:fs/promises';
import { idPattern } from '../workflows/contract/names';
import type { Given } from './arguments';
import { errorCode } from '../adapters/errors';
import { Failure, misuse } from './failure';
import { textIn } from './input';
import type { Environment } from './io';

/** Reads the address of the API, without a slash at the end. @throws Failure */
export function readUrl(given: Given, { LEDGERGATE_URL }: Environment): string {
  const text = given.text('url') ?? LEDGERGATE_URL;
  if (text === undefined) {
    throw misuse(
      'the address of Ledgergate is missing',
      'set LEDGERGATE_URL, such as http://127.0.0.1:3000, or give --url',
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw misuse(
      `${url ? 'the URL' : `"${text}"`} is not an address of Ledgergate`,
      'write it as https://ledgergate.example.com',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}

/** Reads the company of the command. @throws Failure */
export function readCompany(given: Given, { LEDGERGATE_COMPANY }: Environment): string {
  const company = given.text('company') ?? LEDGERGATE_COMPANY;
  if (company === undefined) {
    throw misuse('the company is missing', 'set LEDGERGATE_COMPANY, or give --company <id>');
  }
  return checkedId(company, 'company');
}

/** Returns the id if it is valid. @throws Failure */
export function checkedId(id: string, what: 'company' | 'project'): string {
  if (idPattern.test(id)) return id;
  throw misuse(`"${id}" is not a ${what} id`, 'an id has 1 to 64 letters, digits, "_", "." or "-"');
}

const isToken = (text: string): boolean => /^[\w.~+/-]+=*$/.test(text);

async function readTokenFile(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw misuse(`the token file ${file} cannot be read (${errorCode(error) ?? 'unknown'})`, 'name a file that exists');
  }
  return textIn(bytes, `the token file ${file}`);
}

const denied = (what: string, remedy: string): Failure => new Failure('denied', { what, remedy });

/**
 * Returns a function that reads the token. A token file is read again each time, so that the token can be renewed. The
 * token is never printed.
 */
export function tokenReader(given: Given, environment: Environment): () => Promise<string> {
  const { LEDGERGATE_TOKEN = '', LEDGERGATE_TOKEN_FILE } = environment;
  const file = given.text('token-file') ?? (LEDGERGATE_TOKEN === '' ? LEDGERGATE_TOKEN_FILE : undefined);
  return async () => {
    const text = (file === undefined ? LEDGERGATE_TOKEN : await readTokenFile(file)).trim();
    if (isToken(text)) return text;
    if (text === '' && file === undefined) {
      throw denied('the token is missing', 'set LEDGERGATE_TOKEN or LEDGERGATE_TOKEN_FILE, or give --token-file');
    }
    throw denied(
      `${file ?? 'LEDGERGATE_TOKEN'} contains no token`,
      'it must contain only the bearer token, as it was issued',
    );
  };
}
