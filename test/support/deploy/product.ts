/** What the files of deploy/ must agree with: the variables, programs, paths and versions of the product itself. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Setting } from '../../../adapters/settings';
import { temporalSettings } from '../../../adapters/temporal/connection';
import { codecSettings } from '../../../api/codec/config';
import { apiSettings } from '../../../api/config';
import { noOtherTemporal } from '../../../dev/processes/processes';
import { workerSettings } from '../../../worker/config';

const root = join(__dirname, '..', '..', '..');

export const readText = (name: string): string => readFileSync(join(root, name), 'utf8');
export const isInProject = (name: string): boolean => existsSync(join(root, name));
export const readYaml = (name: string): unknown => parse(readText(name), { merge: true });
export const readYamlDocuments = (name: string): unknown[] =>
  parseAllDocuments(readText(name)).map((document) => document.toJS() as unknown);

export const { version } = z.object({ version: z.string() }).parse(JSON.parse(readText('package.json')));
export const nodeMajor = readText('.nvmrc').trim();

export const processes = ['worker', 'api', 'codec'] as const;
export type Process = (typeof processes)[number];
export const isProcess = (name: string): name is Process => processes.some((each) => each === name);

const settings: Readonly<Record<Process, readonly Setting[]>> = {
  worker: [...workerSettings, ...temporalSettings],
  api: [...apiSettings, ...temporalSettings],
  codec: codecSettings,
};

/** Set for Node itself, or for whatever else runs in the process. */
const notOurs = ['NODE_ENV'];

/** Those that the Temporal client reads beside the listed ones. */
const ofTemporal = Object.keys(noOtherTemporal({ varDirectory: '' }));

/** Whether a process reads this variable. */
export const isRead = (process: Process, name: string): boolean =>
  settings[process].some((setting) => setting.name === name) ||
  notOurs.includes(name) ||
  (process !== 'codec' && ofTemporal.includes(name));

/** The variables among these names that no process reads. */
export const listUnread = (names: readonly string[]): string[] =>
  names.filter((name) => !processes.some((process) => isRead(process, name)));

/** Reads `NAME=value` lines, as systemd and compose do. */
export const readEnvFile = (name: string): Record<string, string> =>
  Object.fromEntries(
    readText(name)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

const scripts: Readonly<Record<Process, string>> = {
  worker: 'dist/worker/main.js',
  api: 'dist/api/main.js',
  codec: 'dist/api/main.js codec',
};

/** The command of a process behind `node`, as the scripts of package.json have it. */
export function findProgram(process: Process): string {
  const script = scripts[process];
  const { scripts: known } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readText('package.json')));
  if (known[process]?.endsWith(` ${script}`) !== true) throw new Error(`npm run ${process} runs something else`);
  return script;
}
