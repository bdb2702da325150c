/** `npm run rollout` takes a running cluster from one build of the workers to the next and back, and looks at each step. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { readCommandLine } from '../../adapters/arguments';
import { runMain } from '../../adapters/env';
import { buildAt } from '../build/at-commit';
import { type ClusterConfig, readClusterConfig } from '../cluster/config';
import { findPeople } from '../cluster/people';
import { makePlan } from '../cluster/plan';
import { temporalEnvironment } from '../cluster/processes';
import { inDrop } from '../failover/records';
import { workerSpec } from '../processes/processes';
import { projectRoot } from '../project';
import { runDuring, type Stage } from '../processes/together';
import { NotInTime } from '../processes/wait-for';
import { findTemporalCli } from '../temporal/temporal-cli';
import { Deployment, deploymentName } from './deployment';
import { playRollout, RolloutFailed } from './story';

const usage = `npm run rollout: takes a running "npm run cluster" from one build of the workers to the next, and back.

npm run rollout -- --short         leaves out the workers that are lost, whose absence is known after 75 s
npm run rollout -- --from <commit> takes the old workers from the build of that commit, which is made first

It starts workers of two builds beside those of the cluster, which have no version, with submissions that wait from before: the old build
becomes current, half of what is new goes to the new one, the new one becomes current, and it goes back. In the end the cluster has no
versions again. It prints each command and what it sees. The exit code is 1 if something is not as docs/upgrading.md says.`;

const options = {
  short: { help: 'leaves out what takes more than a minute' },
  from: { takes: '<commit>', help: 'the commit of the old build' },
};

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => show(`   ${line}`);

/** A version of the workers: its build id, and the folder with its build. */
interface Version {
  readonly buildId: string;
  readonly folder: string;
}

/** A worker as the cluster's own, with a version. @returns how to end it */
function startWorker(
  config: ClusterConfig,
  { start, onChange }: Stage,
  { buildId, folder }: Version,
): () => Promise<void> {
  const told = {
    ...temporalEnvironment(config),
    TEMPORAL_WORKER_DEPLOYMENT: deploymentName,
    TEMPORAL_WORKER_BUILD_ID: buildId,
  };
  const spec = workerSpec({ config: config.dev, show: say, say, onChange }, told, `worker-${buildId}`);
  const { stop } = start({ ...spec, cwd: folder });
  return stop;
}

/** @throws RolloutFailed unless each project has one import file */
async function checkFiles(config: ClusterConfig, prefix: string, projects: readonly string[]): Promise<void> {
  const files = await inDrop(config).count(prefix);
  const wrong = projects.filter((projectId) => files.get(projectId) !== 1);
  if (wrong.length > 0 || files.size !== projects.length) {
    throw new RolloutFailed(`the drop has not one file each of ${wrong.join(', ')}`);
  }
  say(`${files.size} import files, one each`);
}

interface Wish {
  readonly isShort: boolean;
  /** The folder with the old build. */
  readonly before: string;
}

async function play(config: ClusterConfig, { isShort, before }: Wish, stage: Stage): Promise<void> {
  const { dev, directory } = config;
  const { path: cli } = await findTemporalCli({ say, signal: stage.signal });
  const people = findPeople(dev.apiUrl, directory);
  const plan = await makePlan(people, 'acme', 'rollout');
  const deployment = new Deployment(config, { cli, say });
  const run = Date.now().toString(36);
  const builds = { old: `old-${run}`, next: `new-${run}` };
  let steps = 0;
  const story = playRollout({
    apiUrl: dev.apiUrl,
    people,
    deployment,
    plan,
    isShort,
    builds,
    startWorker: (buildId) =>
      startWorker(config, stage, { buildId, folder: buildId === builds.old ? before : projectRoot }),
    say,
    step: (title) => {
      steps += 1;
      show(`\n${steps}. ${title}`);
    },
  });
  const aborted = once(stage.signal, 'abort').then(() => {
    throw new RolloutFailed('it was interrupted');
  });
  try {
    await checkFiles(config, plan.prefix, await stage.whileTheyLive(Promise.race([story, aborted])));
    show('\nAll steps succeeded.');
  } catch (error) {
    // The workers of the cluster get their tasks back.
    if (deployment.isChanged) await deployment.makeCurrent(undefined);
    throw error;
  }
}

async function main(): Promise<void> {
  const given = readCommandLine(process.argv.slice(2), { command: 'npm run rollout', usage, options });
  if (!given) return;
  const config = await readClusterConfig();
  const from = given.text('from');
  try {
    await runDuring({ say, isUnderNpm: config.dev.isUnderNpm }, async (stage) => {
      const made = from === undefined ? undefined : await buildAt(from, { say, signal: stage.signal });
      try {
        await play(config, { isShort: given.has('short'), before: made ?? projectRoot }, stage);
      } finally {
        if (made !== undefined) rmSync(made, { recursive: true, force: true });
      }
    });
  } catch (error) {
    if (!(error instanceof RolloutFailed || error instanceof NotInTime)) throw error;
    process.stderr.write(`\nThe rollout stopped: ${error.message}\n`);
    process.exitCode = 1;
  }
}

// An interrupted story would wait on.
void runMain(main).finally(() => process.exit());
