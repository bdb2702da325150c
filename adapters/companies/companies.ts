/**
 * The companies. This is the only reader of `companies.yaml`. A change of the file applies from the next look-up, and a
 * file with a mistake is not used.
 */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, errorMessage } from '../errors';
import { decodeFile, NotText } from '../decoding';
import { ConfigError } from '../env';
import { fingerprintText } from '../fingerprints';
import { parseCompaniesFile, type Finding } from './companies-file';
import { toCompany, type Company } from './company';
import { findNested } from './directories';
import { parseYaml, YamlError, type Path } from './yaml-document';

export type { Company } from './company';

export interface Companies {
  find(companyId: string): Company | undefined;
  all(): readonly Company[];
}

/** The companies of a file, which all processes must have alike. */
export interface FiledCompanies extends Companies {
  /** Returns the fingerprint of the file that is in use. */
  fingerprint(): string;
}

interface Loaded {
  readonly companies: ReadonlyMap<string, Company>;
  readonly fingerprint: string;
}

const checkEveryMs = 1_000;
const findingsShown = 20;

function readText(file: string): string {
  try {
    return decodeFile(readFileSync(file));
  } catch (error) {
    if (error instanceof NotText) throw new ConfigError(`${file} ${error.message}. Save it as UTF-8.`);
    const code = errorCode(error) ?? String(error);
    if (code === 'ENOENT') {
      const remedy = 'Create it (the companies.yaml that comes with Ledgergate is an example), or set COMPANIES_FILE';
      throw new ConfigError(`${file} does not exist. ${remedy} to where it is.`);
    }
    throw new ConfigError(`${file} cannot be read (${code}). Set COMPANIES_FILE to a file this process may read.`);
  }
}

function toMessage(file: string, findings: readonly Finding[], findLine: (path: Path) => number | undefined): string {
  const all = findings.map(({ path, message }) => {
    const line = findLine(path);
    const place = path.length === 0 ? 'the file' : path.map(String).join('.');
    return `  ${place}${line === undefined ? '' : ` (line ${line})`} ${message}`;
  });
  const lines = [...new Set(all)];
  const more = lines.length - findingsShown;
  const rest = more > 0 ? [`  and ${more} more.`] : [];
  return [`${file} is not valid:`, ...lines.slice(0, findingsShown), ...rest].join('\n');
}

function findShared(companies: readonly Company[]): Finding[] {
  const folders = companies.flatMap(({ id, connection }) =>
    connection.adapter === 'file-drop' ? [{ id, directory: connection.directory }] : [],
  );
  return findNested(folders).map(({ id, within }) => ({
    path: ['companies', id, 'integration', 'directory'],
    message: `is inside the folder of ${within}. Give each company a separate folder.`,
  }));
}

/** @throws ConfigError */
function load(file: string, varDirectory: string): Loaded {
  const text = readText(file);
  try {
    const { value, findLine } = parseYaml(text);
    const parsed = parseCompaniesFile(value);
    if ('findings' in parsed) throw new ConfigError(toMessage(file, parsed.findings, findLine));
    const built = parsed.companies.map(([id, written]) => toCompany(id, written, varDirectory));
    const companies = built.map(({ company }) => company);
    const findings = [...built.flatMap((each) => each.findings), ...findShared(companies)];
    if (findings.length > 0) throw new ConfigError(toMessage(file, findings, findLine));
    return {
      companies: new Map(companies.map((company) => [company.id, company])),
      fingerprint: fingerprintText(text),
    };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new ConfigError(`${file} is not valid YAML:\n  ${error.message}`);
  }
}

/** Differs whenever the file may hold something else; `undefined` when it cannot be told. */
function stamp(file: string): string | undefined {
  try {
    const { mtimeNs, ctimeNs, size, ino } = statSync(file, { bigint: true });
    return [mtimeNs, ctimeNs, size, ino].map(String).join(' ');
  } catch {
    return undefined;
  }
}

/** Reads the file and follows its changes. @throws ConfigError */
export function createCompanies(options: {
  readonly file: string;
  readonly varDirectory: string;
  /** Called once if the file becomes wrong after the start. */
  readonly onError: (message: string) => void;
}): FiledCompanies {
  const file = resolve(options.file);
  const { varDirectory, onError } = options;
  let seen = stamp(file);
  let loaded = load(file, varDirectory);
  let checkedAt = performance.now();
  let told: string | undefined;

  function reload(): void {
    const found = stamp(file);
    if (found !== undefined && found === seen) return;
    seen = undefined;
    loaded = load(file, varDirectory);
    seen = found;
    told = undefined;
  }

  function current(): Loaded {
    const now = performance.now();
    if (now - checkedAt < checkEveryMs) return loaded;
    checkedAt = now;
    try {
      reload();
    } catch (error) {
      const message = errorMessage(error);
      if (message !== told) onError(`${message}\nThe companies that were read before remain in use.`);
      told = message;
    }
    return loaded;
  }

  return {
    find: (companyId) => current().companies.get(companyId),
    all: () => [...current().companies.values()],
    fingerprint: () => current().fingerprint,
  };
}
