/** The drops of a start. They are created only if the data folder is new. */
import { join } from 'node:path';
import type { Companies, Company } from '../../adapters/companies/companies';
import { initDrop } from '../../adapters/erp/file-drop/init';
import type { DevConfig } from './config';
import { isThere } from '../../adapters/is-there';
import { keyFile } from '../tokens';

type FileDrop = Extract<Company['connection'], { readonly adapter: 'file-drop' }>;

/** Whether the folder has no data of an earlier start. */
export async function isNewFolder({ varDirectory, own }: Pick<DevConfig, 'varDirectory' | 'own'>): Promise<boolean> {
  const left = [keyFile(varDirectory), join(varDirectory, 'drops.json'), ...(own ? [own.databaseFile] : [])];
  return !(await Promise.all(left.map(isThere))).includes(true);
}

const listDrops = (companies: Companies): (FileDrop & { readonly companyId: string })[] =>
  companies
    .all()
    .flatMap(({ id, connection }) => (connection.adapter === 'file-drop' ? [{ ...connection, companyId: id }] : []));

/** @throws ConfigError */
export async function makeDrops(companies: Companies, say: (line: string) => void): Promise<void> {
  for (const drop of listDrops(companies)) {
    if (await initDrop(drop)) say(`created the drop of ${drop.companyId}: ${drop.directory}`);
  }
}

/** Reports each company whose exports would wait for a missing drop. */
export async function sayMissingDrops(companies: Companies, say: (line: string) => void): Promise<void> {
  for (const { companyId, directory } of listDrops(companies)) {
    if (await isThere(directory)) continue;
    say(`${companyId} has no drop at ${directory}. For a new company, create it: npm run drop -- init ${companyId}`);
  }
}
