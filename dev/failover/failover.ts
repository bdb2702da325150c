/**
 * `npm run failover` submits and accepts projects on a running cluster, kills its processes meanwhile, and counts what
 * came out: every accepted project has one record, and nobody saw anything else than 503 with Retry-After.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { readChoice, readCount, readCommandLine } from '../../adapters/arguments';
import { ConfigError, runMain } from '../../adapters/env';
import { processesFile, readClusterConfig } from '../cluster/config';
import { findPeople, readClusterFile } from '../cluster/people';
import { makePlan } from '../cluster/plan';
import { Flow, type FlowResults } from './flow';
import { type Books, inDrop, inTryton } from './records';

const usage = `npm run failover: kills the processes of a running "npm run cluster" while submissions flow.

npm run failover -- --submissions 400   that many instead of 200
npm run failover -- --erp tryton        exports into the Tryton of "npm run cluster -- --erp tryton" and counts there
npm run failover -- --short             40 submissions, of which a Temporal node and a worker are killed only

It kills a Temporal node, a worker and an API with SIGKILL, restarts PostgreSQL, reloads the proxy, kills then a worker and a node at once,
and API and PostgreSQL at once. It prints the longest time without a decision after each, what callers saw, and the records in the ERP.
The exit code is 1 if anything was lost, doubled or refused otherwise than by 503 with Retry-After.`;

const options = {
  submissions: { takes: '<number>', help: 'how many submissions flow; 200 by default' },
  erp: { takes: '<which>', help: 'where they are exported: file-drop (the default) or tryton' },
  short: { help: 'only two processes are killed' },
};

const Processes = z.record(z.string(), z.int().positive());

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Blow {
  readonly what: string;
  readonly names: readonly string[];
}

const firstBlows: readonly Blow[] = [
  { what: 'Temporal node 1 killed', names: ['temporal-1'] },
  { what: 'worker 1 killed', names: ['worker-1'] },
];

/** The cluster starts again what ended. */
const blows: readonly Blow[] = [
  ...firstBlows,
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

/** @throws ConfigError when a process is not running, so that nothing is called killed that was not */
function strike(directory: string, { names }: Blow): void {
  const pids = readClusterFile(processesFile(directory), Processes);
  for (const name of names) {
    const pid = pids[name];
    if (pid === undefined) throw new ConfigError(`${name} is not running.`);
    process.kill(pid, gentle[name] ?? 'SIGKILL');
  }
}

/** @returns whether all is as promised */
function report(
  { exported, parked, odd, waits }: FlowResults,
  { what }: Books,
  records: ReadonlyMap<string, number>,
  submissions: number,
): boolean {
  const doubled = [...records.values()].filter((count) => count > 1).length;
  say(`exported ${exported} of ${submissions}, parked ${parked}, ${what} ${records.size}, doubled ${doubled}`);
  for (const [answer, times] of waits) say(`answered ${times} times, and repeated: ${answer}`);
  for (const answer of odd) say(`not as promised: ${answer}`);
  return exported === submissions && records.size === submissions && doubled === 0 && odd.length === 0;
}

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command: 'npm run failover', usage, options });
  if (!given) return;
  const erp = readChoice(given, 'erp', ['file-drop', 'tryton']) ?? 'file-drop';
  const isShort = given.has('short');
  const submissions = readCount(given, 'submissions', 10_000) ?? (isShort ? 40 : 200);
  const config = await readClusterConfig();
  const { dev, directory } = config;
  const people = findPeople(dev.apiUrl, directory);
  const books = erp === 'tryton' ? inTryton(config) : inDrop(config);
  const plan = await makePlan(people, books.companyId, 'failover');
  const flow = new Flow(people, plan);
  say(`${submissions} submissions of ${books.companyId} flow, ${lanes} at once`);
  const running = flow.run(submissions, lanes);
  const isOver = running.then(() => true);
  say(`undisturbed: ${await flow.watch(blowEveryMs / 2)}`);
  for (const blow of isShort ? firstBlows : blows) {
    strike(directory, blow);
    say(`${blow.what}: ${await flow.watch(blowEveryMs)}`);
  }
  if (!(await Promise.race([isOver, delay(0, false)]))) say('waiting for the rest');
  await running;
  if (!report(flow.results(), books, await books.count(plan.prefix), submissions)) process.exitCode = 1;
}

void runMain(main);
