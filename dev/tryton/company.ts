/** The companies of a start with Tryton: those of `COMPANIES_FILE`, and Initech, whose books are in that Tryton. */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { isMap, isScalar, parseDocument, type Document } from 'yaml';
import type { DevConfig, OwnTryton } from '../start/config';
import { errorMessage } from '../../adapters/errors';
import { typedPath } from '../project';
import { databaseName } from './program';

const companyId = 'initech';
/** Given to the worker alone. */
export const trytonKeyVariable = 'TRYTON_KEY';

const initech = ({ url }: OwnTryton) => ({
  name: 'Initech Construction',
  integration: { erp: 'tryton', adapter: 'tryton', url, database: databaseName, keyVariable: trytonKeyVariable },
  policy: { fourEyes: true, exportFor: '24h', rawSignals: 'all' },
});

function namesInitech({ contents }: Document): boolean {
  const companies = isMap(contents) ? contents.get('companies') : undefined;
  return isMap(companies) && companies.items.some(({ key }) => (isScalar(key) ? key.value : key) === companyId);
}

/** The file's text with Initech added, unless it names Initech itself. @throws Error when it is not sound YAML @internal */
export function addInitech(text: string, from: string, tryton: OwnTryton): string {
  const document = parseDocument(text);
  if (!namesInitech(document)) document.setIn(['companies', companyId], document.createNode(initech(tryton)));
  const first = `# Written by "npm start -- --erp tryton" from ${from}, whenever that file changes. Edit ${from} instead.`;
  return `${first}\n${document.toString({ lineWidth: 0 })}`;
}

type Files = Pick<DevConfig, 'companiesFile' | 'givenCompaniesFile'>;

async function write({ companiesFile, givenCompaniesFile }: Files, tryton: OwnTryton): Promise<void> {
  const text = addInitech(await readFile(givenCompaniesFile, 'utf8'), typedPath(givenCompaniesFile), tryton);
  await writeFile(`${companiesFile}.tmp`, text);
  await rename(`${companiesFile}.tmp`, companiesFile);
}

const lookEveryMs = 500;

/** Differs whenever the file may hold something else. */
async function fingerprint(file: string): Promise<string> {
  try {
    const { mtimeNs, ctimeNs, size, ino } = await stat(file, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].map(String).join(' ');
  } catch {
    return 'gone';
  }
}

/**
 * Writes what worker and API read, and does so again when the given file changes: a change counts as it does
 * without Tryton.
 * @returns how to end it
 */
export async function followCompanies(
  files: Files,
  tryton: OwnTryton,
  say: (line: string) => void,
): Promise<() => void> {
  // Before it is read: a change in between is found at the next look.
  let known = await fingerprint(files.givenCompaniesFile);
  await write(files, tryton);
  const follow = async (): Promise<void> => {
    const found = await fingerprint(files.givenCompaniesFile);
    if (found === known) return;
    known = found;
    await write(files, tryton).catch((error: unknown) => {
      say(`${typedPath(files.givenCompaniesFile)}: ${errorMessage(error)}; the companies are unchanged`);
    });
  };
  const timer = setInterval(() => void follow(), lookEveryMs).unref();
  return () => {
    clearInterval(timer);
  };
}
