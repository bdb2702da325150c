/** `npm run upgrade` starts this build on the data of an earlier one, and sees every submission go on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommandLine, UsageError } from '../../adapters/arguments';
import { childEnv, runMain } from '../../adapters/env';
import { buildAt } from '../build/at-commit';
import { findPeople } from '../cluster/people';
import { makePlan } from '../cluster/plan';
import { inDrop } from '../failover/records';
import { freePort } from '../processes/ports';
import { endProcess, untilReady, watchProcess } from '../processes/watched-process';
import { NotInTime } from '../processes/wait-for';
import { projectRoot } from '../project';
import { TourFailed } from '../tour/answers';
import { find, goOn, leave } from './story';

const usage = `npm run upgrade -- --from <commit>: starts this build on the data of the build of an earlier commit.

The earlier build is made first, from the history of this checkout. It runs as "npm start", on free ports and in a folder of its own, and
leaves a submission in every status. It is then killed, this build takes its place, finds each submission as it was left, and brings it
to its end. The exit code is 1 if one is not as it was, does not go on, or has another number of import files than it should.

"npm run rollout -- --from <commit>" takes a cluster from the workers of that build to those of this one, and back.`;

const options = { from: { takes: '<commit>', help: 'the commit of the earlier build' } };

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => show(`   ${line}`);

type Ports = Readonly<Record<'PORT' | 'TEMPORAL_PORT' | 'TEMPORAL_UI_PORT', string>>;

interface Ground {
  readonly ports: Ports;
  readonly varDirectory: string;
}

/** Runs `npm start` of a build while `play` lasts. */
async function whileItRuns<T>(folder: string, { ports, varDirectory }: Ground, play: () => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [join('dist', 'dev', 'start', 'start.js')], {
    cwd: folder,
    env: childEnv({ ...ports, LEDGERGATE_VAR: varDirectory, npm_lifecycle_event: undefined }),
  });
  const started = watchProcess(child);
  try {
    await untilReady(started, 'npm start', () => started.stdout().includes('Ledgergate is up.'));
    return await play();
  } catch (error) {
    say(started.output().slice(-4_000));
    throw error;
  } finally {
    await endProcess(child, { signal: 'SIGTERM', killAfterMs: 60_000 });
  }
}

async function checkFiles(directory: string, prefix: string, wanted: ReadonlyMap<string, number>): Promise<void> {
  const files = await inDrop({ directory }).count(prefix);
  const wrong = [...wanted].filter(([projectId, count]) => files.get(projectId) !== count);
  if (wrong.length > 0) {
    const seen = wrong.map(([projectId, count]) => `${projectId} has ${files.get(projectId) ?? 0} and not ${count}`);
    throw new TourFailed(`import files: ${seen.join(', ')}`);
  }
  say(`import files of ${wanted.size} projects, as many as there should be`);
}

async function play(before: string, ground: Ground): Promise<void> {
  const { ports, varDirectory } = ground;
  const apiUrl = `http://127.0.0.1:${ports.PORT}`;
  const erp = join(varDirectory, 'erp', 'acme');
  const drop = {
    takeAway: () => renameSync(erp, `${erp}.away`),
    putBack: () => renameSync(`${erp}.away`, erp),
  };
  show('\n1. The earlier build leaves a submission in every status');
  const { stage, left } = await whileItRuns(before, ground, async () => {
    const people = findPeople(apiUrl, varDirectory);
    const stage = { people, plan: await makePlan(people, 'acme', 'upgrade'), say, drop };
    return { stage, left: await leave(stage) };
  });
  show('\n2. This build finds each as it was left');
  await whileItRuns(projectRoot, ground, async () => {
    await find(stage, left);
    show('\n3. Each goes on to its end');
    await checkFiles(varDirectory, stage.plan.prefix, await goOn(stage));
  });
  show('\nAll steps succeeded.');
}

async function upgrade(from: string): Promise<void> {
  const [port, temporalPort, uiPort] = (await Promise.all([freePort(), freePort(), freePort()])).map(String);
  const ports = { PORT: port ?? '', TEMPORAL_PORT: temporalPort ?? '', TEMPORAL_UI_PORT: uiPort ?? '' };
  const varDirectory = mkdtempSync(join(tmpdir(), 'ledgergate-upgrade-'));
  const folder = await buildAt(from, { say });
  try {
    await play(folder, { ports, varDirectory });
  } catch (error) {
    if (!(error instanceof TourFailed || error instanceof NotInTime)) throw error;
    process.stderr.write(`\nThe upgrade stopped: ${error.message}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(varDirectory, { recursive: true, force: true });
  }
}

void runMain(async () => {
  const given = readCommandLine(process.argv.slice(2), { command: 'npm run upgrade', usage, options });
  if (!given) return;
  const from = given.text('from');
  if (from === undefined) throw new UsageError('--from is missing', 'name the commit of the earlier build');
  await upgrade(from);
});
