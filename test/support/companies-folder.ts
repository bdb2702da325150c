/** A folder of its own with a `companies.yaml` in it, read by the real reader. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCompanies, type FiledCompanies, type Company } from '../../adapters/companies/companies';
import { ConfigError } from '../../adapters/env';

const folders: string[] = [];

export class CompaniesFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'companies-'));
  readonly file = join(this.path, 'companies.yaml');
  readonly varDirectory = join(this.path, 'var');
  readonly errors: string[] = [];

  constructor(text?: string | Uint8Array) {
    folders.push(this.path);
    if (text !== undefined) this.write(text);
  }

  write(text: string | Uint8Array): void {
    writeFileSync(this.file, text);
  }

  open(): FiledCompanies {
    const { file, varDirectory } = this;
    return createCompanies({ file, varDirectory, onError: (message) => this.errors.push(message) });
  }

  /** What reading it says, without the folder's own path; empty when all is well. */
  complaint(): string {
    try {
      this.open();
      return '';
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.message.replaceAll(this.path, '');
    }
  }
}

export function removeCompaniesFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** The only company of a file with this integration and these rules, both in YAML's flow style. */
export function companyWith(integration: string, rules = '{}'): Company {
  const text = `companies: { acme: { name: Acme, integration: ${integration}, rules: ${rules}, policy: { rawSignals: all } } }`;
  const company = new CompaniesFolder(text).open().find('acme');
  if (company === undefined) throw new Error('the company is not there');
  return company;
}
