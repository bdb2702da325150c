/** `npm run drop -- init <company>`: makes the drop of a company whose ERP takes import files, once. */
import { z } from 'zod';
import { readCommandLine } from '../adapters/arguments';
import { createCompanies, type Companies } from '../adapters/companies/companies';
import { ConfigError, parseEnv, runMain } from '../adapters/env';
import { initDrop } from '../adapters/erp/file-drop/init';
import { commonSettings, formatSettings, listSettings } from '../adapters/settings';

const usage = `npm run drop -- init <company>

Creates the drop of a company: the directory that companies.yaml names, with inbox, journal, numbers and a marker in it.
Mount its share first. An export never creates a drop. If the drop is missing, the export waits and reports it. The data
folder must be the worker's, because its drops.json records which drop belongs to which company.

Environment
${formatSettings(listSettings(commonSettings))}`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** @throws ConfigError */
function findDrop(companies: Companies, companyId: string) {
  const company = companies.find(companyId);
  if (!company) {
    const ids = companies.all().map(({ id }) => id);
    throw new ConfigError(`companies.yaml names no company ${companyId}; it names ${ids.join(', ') || 'none'}.`);
  }
  const { connection } = company;
  if (connection.adapter === 'file-drop') return { ...connection, companyId };
  throw new ConfigError(`${companyId} has no drop: its adapter is "${connection.adapter}", not "file-drop".`);
}

async function main(): Promise<void> {
  const program = { command: 'npm run drop', usage, words: ['init', '<company>'] };
  const given = readCommandLine(process.argv.slice(2), program);
  if (!given) return;
  const [, companyId = ''] = given.words;
  const { COMPANIES_FILE: file, LEDGERGATE_VAR: varDirectory } = parseEnv(z.object(commonSettings));
  const drop = findDrop(createCompanies({ file, varDirectory, onError: say }), companyId);
  const isNew = await initDrop(drop);
  say(`The drop of ${companyId} ${isNew ? 'was created' : 'already exists'}: ${drop.directory}`);
}

void runMain(main);
