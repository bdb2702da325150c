/**
 * `npm run failover` submits and accepts projects on a running cluster, kills its processes meanwhile, and counts what
 * came out: every accepted project has one import file, and nobody saw anything else than 503 with Retry-After.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readCount, readCommandLine } from '../../adapters/arguments';
import { ConfigError, runMain } from '../../adapters/env';
import { createClient } from '../../client/client';
import { projectRoot } from '../project';
import { readConfig } from '../start/config';
import { tokensFile } from '../tokens';
import { clusterFolder, processesFile } from '../cluster/config';
import { Flow, type FlowResults, type People } from './flow';

const usage = `npm run failover: kills the processes of a running "npm run cluster" while submissions flow.

npm run failover -- --submissions 400   that many instead of 200

It kills a Temporal node, a worker and an API with SIGKILL, restarts PostgreSQL, reloads the proxy, kills then a worker and a node at once,
and API and PostgreSQL at once. It prints the longest time without a decision after each, what callers saw, and the files in the drop.
The exit code is 1 if anything was lost, doubled or refused otherwise than by 503 with Retry-After.`;

const options = { submissions: { takes: '<number>', help: 'how many submissions flow; 200 by default' } };

const Processes = z.record(z.string(), z.int().positive());
const Tokens = z.looseObject({ admin: z.string(), approver: z.string(), viewer: z.string() });

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Blow {
  readonly what: string;
  readonly names: readonly string[];
}

/** The cluster starts again what ended. */
const blows: readonly Blow[] = [
  { what: 'Temporal node 1 killed', names: ['temporal-1'] },
  { what: 'worker 1 killed', names: ['worker-1'] },
  { what: 'API 1 killed', names: ['api-1'] },
  { what: 'PostgreSQL restarted', names: ['postgres'] },
  { what: 'proxy reloaded', names: ['haproxy'] },
  { what: 'Temporal node 2 and worker 2 killed', names: ['temporal-2', 'worker-2'] },
  { what: 'API 2 killed and PostgreSQL restarted', names: ['api-2', 'postgres'] },
];

/** PostgreSQL takes SIGINT as "end at once, in good order", and HAProxy SIGUSR2 as "read the configuration again". */
const gentle: Readonly<Record<string, NodeJS.Signals>> = { postgres: 'SIGINT', haproxy: 'SIGUSR2' };

const blowEveryMs = 12_000;
const lanes = 5;

function readJson<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new ConfigError(`${file} cannot be read. Check that npm run cluster is running.`);
  }
}

function strike(directory: string, { names }: Blow): void {
  const pids = readJson(processesFile(directory), Processes);
  for (const name of names) {
    const pid = pids[name];
    if (pid !== undefined) process.kill(pid, gentle[name] ?? 'SIGKILL');
  }
}

/** Returns how many import files there are of each submission. */
function countFiles(directory: string, prefix: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of readdirSync(join(directory, 'erp', 'acme', 'inbox'))) {
    const [, id] = /^acme~(.+?)(?:\.r\d+)?\.json$/.exec(file) ?? [];
    if (id?.startsWith(prefix)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** @returns whether all is as promised */
function report(
  { exported, parked, odd, waits }: FlowResults,
  files: ReadonlyMap<string, number>,
  submissions: number,
): boolean {
  const doubled = [...files.values()].filter((count) => count > 1).length;
  say(`exported ${exported} of ${submissions}, parked ${parked}, import files ${files.size}, doubled ${doubled}`);
  for (const [answer, times] of waits) say(`answered ${times} times, and repeated: ${answer}`);
  for (const answer of odd) say(`not as promised: ${answer}`);
  return exported === submissions && files.size === submissions && doubled === 0 && odd.length === 0;
}

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command: 'npm run failover', usage, options });
  if (!given) return;
  const { apiUrl, varDirectory } = await readConfig();
  const directory = clusterFolder(varDirectory);
  const tokens = readJson(tokensFile(directory), Tokens);
  const by = (role: keyof People) => createClient({ baseUrl: apiUrl, token: () => tokens[role] });
  const project = readJson(resolve(projectRoot, 'examples', 'harbour-street-garage.json'), z.looseObject({}));
  const prefix = `failover-${Date.now().toString(36)}-`;
  const people = { admin: by('admin'), approver: by('approver'), viewer: by('viewer') };
  const flow = new Flow(people, project, prefix);
  const submissions = readCount(given, 'submissions', 10_000) ?? 200;
  say(`${submissions} submissions flow, ${lanes} at once`);
  const running = flow.run(submissions, lanes);
  const isOver = running.then(() => true);
  say(`undisturbed: ${await flow.watch(blowEveryMs / 2)}`);
  for (const blow of blows) {
    strike(directory, blow);
    say(`${blow.what}: ${await flow.watch(blowEveryMs)}`);
  }
  if (!(await Promise.race([isOver, delay(0, false)]))) say('waiting for the rest');
  await running;
  if (!report(flow.results(), countFiles(directory, prefix), submissions)) process.exitCode = 1;
}

void runMain(main);
