/** A rollout and its way back, with submissions that wait from before. Each step is looked at, and throws if it is not so. */
import type { ApiAnswer } from '../../client/transport';
import { isOutline } from '../../client/outline';
import { toWorkflowId } from '../../workflows/contract/names';
import type { People } from '../cluster/people';
import type { Plan } from '../cluster/plan';
import { waitFor } from '../processes/wait-for';
import type { Build, Deployment } from './deployment';

/** Something is not as the documents say. */
export class RolloutFailed extends Error {}

export interface RolloutStage {
  readonly apiUrl: string;
  readonly people: People;
  readonly deployment: Deployment;
  readonly plan: Plan;
  /** Starts a worker of a build. @returns how to end it */
  readonly startWorker: (build: string) => () => Promise<void>;
  readonly builds: { readonly old: string; readonly next: string };
  /** Leaves out what takes more than a minute. */
  readonly isShort: boolean;
  readonly step: (title: string) => void;
  readonly say: (line: string) => void;
}

const askEveryMs = 300;
/** Half of what is new goes to each build: so many on one side have a chance of one in a billion. */
const mostRamped = 30;

const nameOf = (build: Build): string => build ?? 'no version';

/** Submits, decides and looks, each again for as long as the answer is 503. */
function onStage({ apiUrl, people, deployment, plan, say }: RolloutStage) {
  let place = 0;
  const { companyId } = plan;
  const toId = (projectId: string) => ({ companyId, projectId });
  const done = <T>(what: string, request: () => Promise<ApiAnswer<T>>): Promise<T> =>
    waitFor(what, async () => {
      const answer = await request();
      if ('value' in answer) return answer.value;
      const { status, text } = answer.problem;
      if (status !== 503) throw new RolloutFailed(`${what} is answered with ${status}: ${text}`);
      return undefined;
    });
  const submit = async (): Promise<string> => {
    place += 1;
    const projectId = plan.toProjectId(place);
    const body = { projectId, project: plan.toProject(place) };
    await done(`the submit of ${projectId}`, () => people.admin.submit(companyId, body, { key: projectId }));
    return projectId;
  };
  const untilSeen = async (projectId: string, status: string): Promise<void> => {
    const isSo = async (): Promise<boolean> => {
      const view = await done(projectId, () => people.viewer.view(toId(projectId)));
      return !isOutline(view) && view.status === status;
    };
    await waitFor(`${projectId} ${status}`, isSo, undefined, askEveryMs);
  };
  const findBuild = (projectId: string): Promise<Build> => deployment.findBuild(toWorkflowId(toId(projectId)));
  const expectBuild = async (projectId: string, expected: Build): Promise<void> => {
    const found = await findBuild(projectId);
    const seen = `${projectId} is with ${nameOf(found)}`;
    if (found !== expected) throw new RolloutFailed(`${seen} and not with ${nameOf(expected)}`);
    say(seen);
  };
  /** Whoever has it, its decision goes to `expected`. */
  const accept = async (projectId: string, expected: Build): Promise<void> => {
    place += 1;
    const body = { revision: 1, job: { number: plan.toJobNumber(place) } };
    const key = { key: `accept-${projectId}` };
    await done(`the accept of ${projectId}`, () => people.approver.command('accept', toId(projectId), body, key));
    await untilSeen(projectId, 'exported');
    say('accepted and exported:');
    await expectBuild(projectId, expected);
  };
  const readiness = async (): Promise<{ readonly isReady: boolean; readonly text: string }> => {
    const response = await fetch(`${apiUrl}/readyz`, { signal: AbortSignal.timeout(10_000) });
    return { isReady: response.ok, text: await response.text() };
  };
  const untilReady = async (): Promise<void> => {
    await waitFor('/readyz ready', async () => (await readiness()).isReady, undefined, askEveryMs);
    say('/readyz: ready');
  };
  const untilNotReady = async (...words: readonly string[]): Promise<void> => {
    const text = await waitFor(
      `/readyz not ready, with ${words.join(' and ')}`,
      async () => {
        const { isReady, text } = await readiness();
        return !isReady && words.every((word) => text.includes(word)) && text;
      },
      undefined,
      askEveryMs,
    );
    say(`/readyz: ${text}`);
  };
  return { submit, untilSeen, findBuild, expectBuild, accept, untilReady, untilNotReady };
}

/** Submits until both builds have got one. @returns what began with the new build, and all else */
async function rampUp({ builds, say }: RolloutStage, { submit, untilSeen, findBuild }: ReturnType<typeof onStage>) {
  const began = { old: [] as string[], next: [] as string[] };
  while (began.old.length === 0 || began.next.length === 0) {
    if (began.old.length + began.next.length === mostRamped) throw new RolloutFailed('only one build gets what is new');
    const projectId = await submit();
    await untilSeen(projectId, 'awaiting_decision');
    const build = await findBuild(projectId);
    if (build !== builds.old && build !== builds.next) {
      throw new RolloutFailed(`${projectId} began with ${nameOf(build)}`);
    }
    say(`${projectId} began with ${build}`);
    began[build === builds.next ? 'next' : 'old'].push(projectId);
  }
  return began;
}

/** @throws RolloutFailed, NotInTime; @returns the projects, all exported */
export async function playRollout(stage: RolloutStage): Promise<readonly string[]> {
  const { deployment, builds, startWorker, step, say, isShort } = stage;
  const { old, next } = builds;
  const scene = onStage(stage);
  const { submit, untilSeen, expectBuild, accept, untilReady } = scene;

  step('Four submissions wait with workers that have no version');
  await untilReady();
  const [first, second, third, fourth] = [await submit(), await submit(), await submit(), await submit()] as const;
  for (const projectId of [first, second, third, fourth]) await untilSeen(projectId, 'awaiting_decision');
  await expectBuild(first, undefined);

  step(`Workers of ${old} start beside them, and get nothing until their version is current`);
  const stopOld = startWorker(old);
  await deployment.untilPolled(old);
  await accept(first, undefined);
  await untilReady();

  step(`${old} becomes current: what waits moves to it at its next task`);
  await deployment.makeCurrent(old);
  await untilReady();
  await expectBuild(second, undefined);
  await accept(second, old);
  const later = await submit();
  await untilSeen(later, 'awaiting_decision');
  await expectBuild(later, old);

  step(`Workers of ${next} start beside ${old}, and get half of what is new`);
  const stopNext = startWorker(next);
  await deployment.untilPolled(next);
  await deployment.ramp(next, 50);
  await untilReady();
  const ramped = await rampUp(stage, scene);

  step(`${next} becomes current`);
  await deployment.makeCurrent(next);
  await untilReady();
  await accept(later, next);
  const [firstRamped = later] = ramped.next;

  if (isShort) {
    step(`Back to ${old}`);
  } else {
    step(`The workers of ${next} are lost: /readyz says so, and what to do`);
    await stopNext();
    await scene.untilNotReady('no_worker', next, `--build-id ${old}`);
    step(`Back to ${old}, as it says`);
  }
  await deployment.makeCurrent(old);
  await untilReady();
  await accept(third, old);
  await accept(firstRamped, old);

  step('Without versions again');
  await deployment.makeCurrent(undefined);
  await stopNext();
  await stopOld();
  await untilReady();
  await accept(fourth, undefined);
  const rest = [...ramped.old, ...ramped.next.slice(1)];
  for (const projectId of rest) await accept(projectId, undefined);
  const all = [first, second, third, fourth, later, ...ramped.old, ...ramped.next];
  say(`all ${all.length} are exported`);
  return all;
}
