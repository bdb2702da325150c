/** `npm run tour` runs the whole story against a running `npm start` and prints what happens. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createCompanies, type Company } from '../../adapters/companies/companies';
import { readCommandLine } from '../../adapters/arguments';
import { ConfigError, runMain } from '../../adapters/env';
import { createClient } from '../../client/client';
import { readClusterConfig } from '../cluster/config';
import { readConfig, type DevConfig } from '../start/config';
import { commandFor, typedPath } from '../project';
import { errorMessage } from '../../adapters/errors';
import { signDevToken, tokensFile } from '../tokens';
import { NotInTime } from '../processes/wait-for';
import { TourFailed, type Person } from './answers';
import { createShowRecord } from './record';
import { playStory, type Cast } from './story';

const command = commandFor('tour');
const startCommand = commandFor('dev');

const usage = `${command}: submits, rejects, resends, accepts and exports the projects of examples/.

--company initech uses Initech, whose ERP is the Tryton of "npm start -- --erp tryton".
--cluster plays on "npm run cluster".

It needs a running "${startCommand}" with the same PORT and LEDGERGATE_VAR. Each run uses new project ids and job
numbers, so that it can be repeated. The exit code is 1 if a step has an unexpected result.`;

const options = {
  company: { takes: '<id>', help: 'the company to use' },
  cluster: { help: 'play on the cluster' },
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const Tokens = z.looseObject({ admin: z.string(), approver: z.string() });

async function readCast({ apiUrl, varDirectory }: DevConfig): Promise<Cast> {
  const person = (name: string, token: string): Person => ({
    name,
    client: createClient({ baseUrl: apiUrl, token: () => token }),
  });
  const file = tokensFile(varDirectory);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(
      `${typedPath(file)} cannot be read (${errorMessage(error)}). Check that ${startCommand} is running.`,
    );
  });
  const { admin, approver } = Tokens.parse(JSON.parse(text));
  const lead = { sub: 'dev-lead', name: 'Leo Lead', roles: ['admin', 'approver'] } as const;
  return {
    admin: person('Ada Admin', admin),
    approver: person('Abe Approver', approver),
    lead: person(lead.name, await signDevToken(varDirectory, lead)),
  };
}

/** Of the companies file, or of what the start with Tryton made of it. @throws ConfigError */
function findCompany({ companiesFile, givenCompaniesFile, varDirectory }: DevConfig, id: string): Company {
  const files = [givenCompaniesFile, companiesFile].filter((file) => existsSync(file));
  for (const file of files) {
    const company = createCompanies({ file, varDirectory, onError: say }).find(id);
    if (company) return company;
  }
  const start = id === 'initech' ? '"npm start -- --erp tryton" adds it.' : '';
  throw new ConfigError(`There is no company ${id} in ${typedPath(givenCompaniesFile)}. ${start}`.trim());
}

/** Checks that the API is ready before the first step. @throws ConfigError */
async function checkReady({ apiUrl }: DevConfig): Promise<void> {
  const response = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => {
    throw new ConfigError(
      `There is no API at ${apiUrl} (${errorMessage(error)}). Run ${startCommand} in another terminal first.`,
    );
  });
  if (!response.ok) throw new ConfigError(`${apiUrl} is not ready: ${await response.text()}`);
}

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command, usage, options });
  if (!given) return;
  const companyId = given.text('company') ?? 'acme';
  const extras = { tryton: companyId === 'initech' };
  const config = given.has('cluster') ? (await readClusterConfig(extras)).dev : await readConfig(extras);
  const company = findCompany(config, companyId);
  await checkReady(config);
  let steps = 0;
  const step = (title: string): void => {
    steps += 1;
    say(`\n${steps}. ${title}`);
  };
  const stage = {
    cast: await readCast(config),
    startedAt: new Date(),
    step,
    say: (line: string): void => say(`   ${line}`),
    company,
    showRecord: createShowRecord(company, config, (line) => say(`   ${line}`)),
  };
  say('Every run uses new projects and job numbers, so you can repeat it.');
  try {
    const submissions = await playStory(stage);
    step('Read it all again');
    for (const { projectId, status, links } of submissions) {
      say(`   ${projectId} (${status})\n     API          ${config.apiUrl}${links.self}`);
      if (links.temporalUi !== undefined) say(`     Temporal UI  ${links.temporalUi}`);
    }
    say('\nAll steps succeeded.');
  } catch (error) {
    if (!(error instanceof TourFailed || error instanceof NotInTime)) throw error;
    process.stderr.write(`\nThe tour stopped: ${error.message}\n`);
    process.exitCode = 1;
  }
}

void runMain(main);
