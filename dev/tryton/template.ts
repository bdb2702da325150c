/**
 * Tryton with our module and a database that is filled once and then copied. All of it lies in the cache under a
 * name made from everything it was made of: another module or another pin is another template.
 */
import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { ConfigError, parseEnv } from '../../adapters/env';
import { makeOnce } from '../processes/make-once';
import { projectRoot } from '../project';
import { preparePython, runStep, type Preparation, type Wanted } from './python-environment';
import { databaseName, trytonArgs, trytonEnv, writeTrytonConf, type TrytonProgram } from './program';

const moduleDirectory = join(projectRoot, 'adapters', 'erp', 'tryton', 'module');
const moduleName = 'construction_job';

export interface TrytonTemplate extends TrytonProgram {
  /** Holds the files that `databaseFiles` names. */
  readonly database: string;
}

/** What a filled database is; the texts are of mode 0600 and one line. */
export const databaseFiles = {
  sqlite: `${databaseName}.sqlite`,
  /** The integration user's key for the REST API. */
  key: 'key',
  /** Of the user `admin`, for Tryton's own client. */
  adminPassword: 'admin-password',
  /** The template's id. */
  madeFrom: 'made-from',
} as const;

/** Trytond takes a module that an entry point names; it shall be one of `trytond.modules` like all others. */
async function copyModule(modules: string): Promise<void> {
  const metadata = join(modules, `${moduleName}-0.dist-info`);
  await cp(join(moduleDirectory, moduleName), join(modules, moduleName), {
    recursive: true,
    filter: (file) => !file.endsWith('__pycache__'),
  });
  await mkdir(metadata);
  await writeFile(join(metadata, 'METADATA'), `Metadata-Version: 2.1\nName: ${moduleName}\nVersion: 0\n`);
  const entry = `[trytond.modules]\n${moduleName} = ${moduleName}_here:module\n`;
  await writeFile(join(metadata, 'entry_points.txt'), entry);
  const finder = [
    'import os',
    'import trytond.modules',
    'trytond.modules.__path__.append(os.path.dirname(os.path.abspath(__file__)))',
    `import trytond.modules.${moduleName} as module`,
  ];
  await writeFile(join(modules, `${moduleName}_here.py`), `${finder.join('\n')}\n`);
}

const SetUp = z.looseObject({ key: z.string().min(1) });

const secretFile = (file: string, text: string): Promise<void> => writeFile(file, `${text}\n`, { mode: 0o600 });

/**
 * Makes the tables of a database that is there and empty, or brings an older one up to date, and fills it.
 * `directory` gets the key and keeps the admin's password.
 * @throws ConfigError with the words of what failed
 */
export async function fillDatabase(
  program: TrytonProgram,
  { conf, uri, directory }: { readonly conf: string; readonly uri: string; readonly directory: string },
  preparation: Preparation,
): Promise<void> {
  const file = (name: keyof typeof databaseFiles): string => join(directory, databaseFiles[name]);
  const out = join(directory, 'set-up.json');
  const python = join(program.bin, 'python');
  const env = trytonEnv(program, {
    TRYTONPASSFILE: file('adminPassword'),
    // Nobody logs in with it: the key is the way in.
    ERP_INTEGRATION_PASSWORD: randomBytes(24).toString('base64url'),
  });
  const admin = [
    ...trytonArgs(program, 'trytond-admin', conf),
    ...['--all', '-u', moduleName, '--activate-dependencies', '--email', 'admin@example.invalid', '-l', 'en'],
  ];
  await runStep('trytond-admin', python, admin, preparation, env);
  preparation.say('adding the company, the countries, the integration user and its key');
  await runStep('set_up.py', python, [join(moduleDirectory, 'set_up.py'), conf, uri, out], preparation, env);
  await secretFile(file('key'), SetUp.parse(JSON.parse(await readFile(out, 'utf8'))).key);
  await rm(out);
  await secretFile(file('madeFrom'), program.id);
}

/** A folder with a password for the admin: the first step of a database, whatever keeps its tables. */
export async function beginDatabase(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await secretFile(join(directory, databaseFiles.adminPassword), randomBytes(18).toString('base64url'));
}

/** Everything that makes a database what it is. */
async function toTemplateId(requirements: readonly string[]): Promise<string> {
  const entries = await readdir(join(moduleDirectory, moduleName), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...requirements, join(moduleDirectory, 'set_up.py'), ...files.sort()]) {
    hash
      .update(`${relative(moduleDirectory, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 12);
}

export const withDefaults = (options: Partial<Preparation> & Pick<Preparation, 'say'>): Preparation => ({
  cacheDirectory: join(projectRoot, '.cache'),
  searchPath: parseEnv(z.object({ PATH: z.string().optional() })).PATH ?? '',
  ...options,
});

/** Tryton's Python, with what these files of pins name. */
const trytonPython = (requirements: readonly string[]): Wanted => ({
  label: 'Tryton',
  folder: 'tryton-python',
  imports: 'trytond',
  requirements,
});

/** Prepares what is not in the cache yet, which takes a minute. @throws ConfigError */
export async function prepareTryton(preparation: Preparation): Promise<TrytonTemplate> {
  const requirements = [join(moduleDirectory, 'requirements.txt')];
  const bin = await preparePython(trytonPython(requirements), preparation);
  const id = await toTemplateId(requirements);
  const target = join(preparation.cacheDirectory, `tryton-${id}`);
  await makeOnce({
    ...preparation,
    target,
    what: 'the Tryton database (once)',
    make: async (unfinished) => {
      preparation.say('creating the Tryton database, about 40 s (once)');
      const [modules, directory] = [join(unfinished, 'modules'), join(unfinished, 'database')];
      await copyModule(modules);
      await beginDatabase(directory);
      // Tryton opens a file that is there, and makes none.
      await writeFile(join(directory, databaseFiles.sqlite), '', { mode: 0o600 });
      const conf = join(unfinished, 'trytond.conf');
      await writeTrytonConf(conf, { uri: 'sqlite://', path: directory });
      await fillDatabase({ bin, modules, id }, { conf, uri: `sqlite:///${databaseName}`, directory }, preparation);
      await rm(conf);
    },
  });
  return { bin, id, modules: join(target, 'modules'), database: join(target, 'database') };
}

/** The same program, for a database in PostgreSQL. @throws ConfigError */
export async function prepareTrytonForPostgresql(preparation: Preparation): Promise<TrytonProgram> {
  const { modules, id } = await prepareTryton(preparation);
  const requirements = ['requirements.txt', 'requirements-postgresql.txt'].map((name) => join(moduleDirectory, name));
  return { modules, id, bin: await preparePython(trytonPython(requirements), preparation) };
}

/** @throws ConfigError when a file of the database cannot be read */
export async function readDatabaseText(directory: string, name: 'key' | 'adminPassword' | 'madeFrom'): Promise<string> {
  const file = join(directory, databaseFiles[name]);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new ConfigError(`${file} cannot be read. Remove ${directory} to start with a new Tryton database.`);
  });
  return text.trim();
}
