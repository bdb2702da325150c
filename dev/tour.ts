/** `npm run tour`: plays the whole story against a running `npm start` and prints what happens. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createCompanies } from '../adapters/companies/companies';
import { ConfigError, runMain } from '../adapters/env';
import { readConfig, type DevConfig } from './config';
import { typedPath } from './project';
import { whyOf } from './errors';
import { signDevToken, tokensFile } from './tokens';
import { createTourClient, TourFailed } from './tour-client';
import { playStory, type Cast } from './tour-story';

const usage = `npm run tour: submits, rejects, resends, accepts and exports the projects of examples/.

It needs a running "npm start" with the same PORT and LEDGERGATE_VAR. Each run makes project ids and job
numbers of its own, so that it can be repeated. It ends with exit code 1 when a step is not as it should be.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const Tokens = z.looseObject({ admin: z.string(), approver: z.string() });

async function readCast(varDirectory: string): Promise<Cast> {
  const file = tokensFile(varDirectory);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`${typedPath(file)} cannot be read (${whyOf(error)}). Is npm start running?`);
  });
  const { admin, approver } = Tokens.parse(JSON.parse(text));
  const lead = { sub: 'dev-lead', name: 'Leo Lead', roles: ['admin', 'approver'] } as const;
  return {
    admin: { name: 'Ada Admin', token: admin },
    approver: { name: 'Abe Approver', token: approver },
    lead: { name: lead.name, token: await signDevToken(varDirectory, lead) },
  };
}

function inboxOf({ companiesFile, varDirectory }: DevConfig): string {
  const companies = createCompanies({ file: companiesFile, varDirectory, onError: say });
  const connection = companies.find('acme')?.connection;
  if (connection?.adapter === 'file-drop') return join(connection.directory, 'inbox');
  throw new ConfigError(`The tour needs the company acme with adapter file-drop in ${typedPath(companiesFile)}.`);
}

/** Refuses early, with what to do. @throws ConfigError */
async function checkReady({ apiUrl }: DevConfig): Promise<void> {
  const response = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => {
    throw new ConfigError(`There is no API at ${apiUrl} (${whyOf(error)}). Run npm start in another terminal first.`);
  });
  if (!response.ok) throw new ConfigError(`${apiUrl} is not ready: ${await response.text()}`);
}

async function main(): Promise<void> {
  if (process.argv.slice(2).some((argument) => ['--help', '-h'].includes(argument))) {
    say(usage);
    return;
  }
  const config = await readConfig();
  await checkReady(config);
  let steps = 0;
  const step = (title: string): void => {
    steps += 1;
    say(`\n${String(steps)}. ${title}`);
  };
  const stage = {
    client: createTourClient(config.apiUrl),
    cast: await readCast(config.varDirectory),
    startedAt: new Date(),
    step,
    say: (line: string): void => say(`   ${line}`),
    inbox: inboxOf(config),
  };
  say('Every tour makes projects and job numbers of its own: play it as often as you like.');
  try {
    const submissions = await playStory(stage);
    step('Read it all again');
    for (const { projectId, status, links } of submissions) {
      say(`   ${projectId} (${status})\n     API          ${config.apiUrl}${links.self}`);
      if (links.temporalUi !== undefined) say(`     Temporal UI  ${links.temporalUi}`);
    }
    say('\nAll steps went as they should.');
  } catch (error) {
    if (!(error instanceof TourFailed)) throw error;
    process.stderr.write(`\nThe tour stopped: ${error.message}\n`);
    process.exitCode = 1;
  }
}

void runMain(main);
