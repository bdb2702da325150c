/**
 * Submissions in every status, which one build leaves and the next one takes over. Each is brought to its status by the
 * build before, looks the same to the next one, and goes on from there to its end.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CommandBody } from '../../client/operations';
import type { CommandName } from '../../workflows/contract/command-table';
import type { Status } from '../../workflows/contract/codes';
import type { Project } from '../../workflows/contract/project';
import type { SubmissionView } from '../../workflows/contract/view';
import type { People } from '../cluster/people';
import type { Plan } from '../cluster/plan';
import { waitFor } from '../processes/wait-for';
import { done, TourFailed, viewed } from '../tour/answers';

export interface UpgradeStage {
  readonly people: People;
  readonly plan: Plan;
  readonly say: (line: string) => void;
  /** Takes the folder of the ERP away, and puts it back. */
  readonly drop: { readonly takeAway: () => void; readonly putBack: () => void };
}

/** One submission, and what can be done with it. */
interface Scene {
  readonly submit: (changes?: Partial<Project>) => Promise<unknown>;
  readonly command: <N extends CommandName>(who: keyof People, name: N, body: CommandBody<N>) => Promise<unknown>;
  /** A job number of its own. */
  readonly number: string;
  readonly until: (status: SubmissionView['status']) => Promise<SubmissionView>;
}

interface Case {
  readonly status: Status;
  /** What the build before does. */
  readonly before: (scene: Scene, stage: UpgradeStage) => Promise<unknown>;
  /** What the next build does, until the project is exported. */
  readonly after: (scene: Scene, stage: UpgradeStage) => Promise<unknown>;
  /** How many import files there are then: one, and one more for each update. */
  readonly files: number;
}

const reject = ({ command }: Scene) => command('approver', 'reject', { revision: 1, reason: 'Wrong customer' });
const resend = ({ command }: Scene) => command('admin', 'resend', { revision: 1 });
const accept = ({ command, number }: Scene, revision = 1) =>
  command('approver', 'accept', { revision, job: { number } });

const resendAndAccept = async (scene: Scene): Promise<void> => {
  await resend(scene);
  await accept(scene, 2);
};

/** In this order: the number that is taken is that of the first, and the ERP is away for the last. */
const cases: readonly (readonly [name: string, each: Case])[] = Object.entries<Case>({
  exported: {
    status: 'exported',
    before: (scene) => accept(scene),
    after: async (scene) => {
      await scene.submit({ description: 'With the extension' });
      await scene.command('approver', 'accept', { revision: 2, job: {} });
    },
    files: 2,
  },
  'number-taken': {
    status: 'parked',
    before: ({ command }, { plan }) =>
      command('approver', 'accept', { revision: 1, job: { number: plan.toJobNumber(1) } }),
    after: ({ command, number }) => command('approver', 'retryExport', { revision: 1, job: { number } }),
    files: 1,
  },
  waiting: { status: 'awaiting_decision', before: () => Promise.resolve(), after: (scene) => accept(scene), files: 1 },
  resent: {
    status: 'awaiting_decision',
    before: async (scene) => {
      await reject(scene);
      await resend(scene);
    },
    after: (scene) => accept(scene, 2),
    files: 1,
  },
  asked: {
    status: 'awaiting_decision',
    before: ({ command }) => command('approver', 'comment', { revision: 1, text: 'Which one?', isQuestion: true }),
    after: async (scene) => {
      await scene.command('admin', 'comment', { revision: 1, text: 'The one of May 4.' });
      await accept(scene);
    },
    files: 1,
  },
  rejected: {
    status: 'rejected',
    before: reject,
    after: resendAndAccept,
    files: 1,
  },
  retrieved: {
    status: 'retrieved',
    before: ({ command }) => command('admin', 'retrieve', { revision: 1, note: 'Wrong address' }),
    after: resendAndAccept,
    files: 1,
  },
  withdrawn: {
    status: 'withdrawn',
    before: ({ command }) => command('admin', 'withdraw', { revision: 1, reason: 'Cancelled' }),
    after: async (scene) => {
      await scene.submit();
      await accept(scene, 2);
    },
    files: 1,
  },
  exporting: {
    status: 'exporting',
    before: async (scene, { drop }) => {
      drop.takeAway();
      await accept(scene);
    },
    after: (_scene, { drop }) => {
      drop.putBack();
      return Promise.resolve();
    },
    files: 1,
  },
});

function toScene({ people, plan }: UpgradeStage, place: number): Scene {
  const { companyId } = plan;
  const projectId = plan.toProjectId(place);
  const id = { companyId, projectId };
  return {
    number: plan.toJobNumber(place),
    submit: (changes = {}) => {
      const project = { ...plan.toProject(place), ...changes };
      return done('submit', people.admin.submit(companyId, { projectId, project }));
    },
    command: (who, name, body) => done(`${name} of ${projectId}`, people[who].command(name, id, body)),
    until: (status) =>
      waitFor(`${projectId} ${status}`, async () => {
        const view = await viewed(projectId, people.viewer.view(id));
        return view.status === status && view;
      }),
  };
}

/** In the order of the cases. */
export type Left = readonly SubmissionView[];

/** Brings a submission into each status. @returns them as they were left; @throws TourFailed, NotInTime */
export async function leave(stage: UpgradeStage): Promise<Left> {
  const left: SubmissionView[] = [];
  for (const [index, [name, { status, before }]] of cases.entries()) {
    const scene = toScene(stage, index + 1);
    await scene.submit();
    await before(scene, stage);
    left.push(await scene.until(status));
    stage.say(`${name}: left ${status}`);
  }
  return left;
}

/** What may change by itself, or is made anew for whoever asks. */
const notKept = ['export', 'links', 'actions', 'checks', 'integration'];

/** The fields that the next build shows otherwise than the one before. */
function findChanged(before: SubmissionView, after: SubmissionView): string[] {
  const shown = new Map<string, unknown>(Object.entries(after));
  return Object.entries(before)
    .filter(([field, value]) => !notKept.includes(field) && !isDeepStrictEqual(shown.get(field), value))
    .map(([field]) => field);
}

/** Sees that each is there as it was left. @throws TourFailed */
export async function find(stage: UpgradeStage, left: Left): Promise<void> {
  for (const [index, before] of left.entries()) {
    const [name = ''] = cases[index] ?? [];
    const after = await toScene(stage, index + 1).until(before.status);
    const changed = findChanged(before, after);
    if (changed.length > 0) throw new TourFailed(`${name} is shown with another ${changed.join(', ')}`);
    stage.say(`${name}: ${after.status}, revision ${after.revision}, with all that was there`);
  }
}

/** Brings each to its end. @returns how many import files each project has then; @throws TourFailed, NotInTime */
export async function goOn(stage: UpgradeStage): Promise<ReadonlyMap<string, number>> {
  const files = new Map<string, number>();
  for (const [index, [name, each]] of [...cases.entries()].reverse()) {
    const scene = toScene(stage, index + 1);
    await each.after(scene, stage);
    await scene.until('exported');
    files.set(stage.plan.toProjectId(index + 1), each.files);
    stage.say(`${name}: exported`);
  }
  return files;
}
