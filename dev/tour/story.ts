/** The story of the tour: three projects go into the ERP, with the refusals on the way. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandBody } from '../../client/operations';
import type { CommandName } from '../../workflows/contract/command-table';
import { findSlot } from '../../workflows/contract/mask';
import type { SubmissionId } from '../../workflows/contract/names';
import { Project } from '../../workflows/contract/project';
import type { FieldRule } from '../../workflows/contract/rules';
import type { ShownStanding } from '../../workflows/contract/standing';
import type { SubmissionView } from '../../workflows/contract/view';
import { projectRoot } from '../project';
import { waitFor } from '../processes/wait-for';
import { done, type Person, refused, TourFailed, viewed } from './answers';

export interface Cast {
  readonly admin: Person;
  readonly approver: Person;
  /** Project admin and approver at once. */
  readonly lead: Person;
}

export interface Stage {
  readonly cast: Cast;
  /** Makes the project ids and job numbers of this tour unique. */
  readonly startedAt: Date;
  readonly step: (title: string) => void;
  readonly say: (line: string) => void;
  /** The company that the tour uses. */
  readonly company: { readonly id: string; readonly name: string };
  /** Shows what the ERP got. @throws TourFailed when it is not there */
  readonly showRecord: (submission: SubmissionView) => Promise<void>;
}

interface Example {
  readonly projectId: string;
  readonly project: Project;
}

const exportedWithinMs = 60_000;
const listedWithinMs = 10_000;

async function example(name: string, startedAt: Date): Promise<Example> {
  const project = Project.parse(JSON.parse(await readFile(join(projectRoot, 'examples', `${name}.json`), 'utf8')));
  return { projectId: `${name}-${startedAt.getTime().toString(36)}`, project };
}

/** A number that fits the rule; a serial gives another one for weeks. */
export function jobNumber({ mask, numeric, maxLength = 20 }: FieldRule, serial: number): string {
  const digits = Array.from(String(serial)).reverse();
  if (mask === undefined) return `${numeric ? '' : 'T-'}${serial}`.slice(-maxLength);
  const signs = Array.from(mask)
    .reverse()
    .map((sign) => {
      const slot = findSlot(sign);
      if (!slot) return sign;
      const digit = digits.shift() ?? '0';
      return slot.test(digit) ? digit : String.fromCharCode(65 + Number(digit));
    });
  return signs.reverse().join('');
}

const askEveryMs = 200;

/** What every scene needs, and how a submission is shown. */
function onStage({ cast, say, company }: Stage) {
  const find = (projectId: string): SubmissionId => ({ companyId: company.id, projectId });
  const show = <T extends Pick<ShownStanding, 'projectId' | 'revision' | 'status'>>(shown: T): T => {
    say(`${shown.projectId}  revision ${shown.revision}  ${shown.status}`);
    return shown;
  };
  const command = async <N extends CommandName>(by: Person, projectId: string, name: N, body: CommandBody<N>) =>
    show(await done(`${name} of ${projectId}`, by.client.command(name, find(projectId), body)));
  const submit = async ({ client }: Person, submission: Example) =>
    show(await viewed(`submit of ${submission.projectId}`, client.submit(company.id, submission)));
  const view = (projectId: string): Promise<SubmissionView> =>
    viewed(projectId, cast.admin.client.view(find(projectId)));
  const inQueue = async (projectId: string, expected: boolean): Promise<void> => {
    const isSo = async (): Promise<boolean> => {
      const queue = cast.approver.client.list(company.id, { status: 'awaiting_decision', q: projectId });
      const { items } = await done('the queue', queue);
      return items.some((item) => item.projectId === projectId) === expected;
    };
    await waitFor(`${projectId} ${expected ? 'in' : 'out of'} the queue`, isSo, listedWithinMs, askEveryMs);
  };
  return { find, show, command, submit, view, inQueue };
}

type OnStage = ReturnType<typeof onStage>;

async function waitForExport({ view, show }: OnStage, projectId: string): Promise<SubmissionView> {
  const exported = async (): Promise<SubmissionView | undefined> => {
    const seen = await view(projectId);
    if (seen.status === 'parked') throw new TourFailed(`${projectId} is parked: ${seen.export?.parked?.message ?? ''}`);
    return seen.status === 'exported' ? seen : undefined;
  };
  return show(await waitFor(`${projectId} exported`, exported, exportedWithinMs, askEveryMs));
}

/** @returns the submissions at their end */
export async function playStory(stage: Stage): Promise<SubmissionView[]> {
  const { cast, startedAt, step, say, company } = stage;
  const { admin, approver, lead } = cast;
  const scene = onStage(stage);
  const names = ['harbour-street-garage', 'northfield-clinic', 'millbrook-bridge-deck'] as const;
  const [garage, clinic, bridge] = await Promise.all([
    example(names[0], startedAt),
    example(names[1], startedAt),
    example(names[2], startedAt),
  ]);

  const { erpName, rules } = await done('the integration', approver.client.integration(company.id));
  const serial = Math.floor(startedAt.getTime() / 100);
  const toNumber = (index: number): string => jobNumber(rules.jobNumber, serial + index);

  step(`${admin.name} and ${lead.name} submit three projects of ${company.name}, whose ERP is ${erpName}`);
  await scene.submit(admin, garage);
  await scene.submit(lead, clinic);
  await scene.submit(admin, bridge);
  await scene.inQueue(garage.projectId, true);

  step('Globex has an ERP that takes no projects: refused, with what to do instead');
  const noProjects = await refused(
    'submit to globex',
    admin.client.submit('globex', garage),
    409,
    'integration_takes_no_projects',
  );
  say(noProjects.detail);

  step(`${approver.name} rejects the garage, with a reason and the field that is wrong`);
  const reason = 'The customer code belongs to another customer in our ERP.';
  const fields = [{ pointer: '/customer/code', message: 'should be C-2043' }];
  await scene.command(approver, garage.projectId, 'reject', { revision: 1, reason, category: 'customer', fields });
  await scene.inQueue(garage.projectId, false);
  say('it has left the queue');

  step(`${admin.name} corrects it and sends it again`);
  const { customer } = garage.project;
  const corrected = { ...garage.project, customer: { ...customer, name: customer?.name ?? 'Owner', code: 'C-2043' } };
  const note = 'Customer code corrected.';
  await scene.command(admin, garage.projectId, 'resend', { revision: 1, project: corrected, note });
  const { changes } = await scene.view(garage.projectId);
  for (const change of changes) say(`changed: ${JSON.stringify(change)}`);

  step(`${approver.name} accepts revision 1 from an old browser tab: refused`);
  const accept = (index: number, revision: number) => ({ revision, job: { number: toNumber(index) } });
  const stale = approver.client.command('accept', scene.find(garage.projectId), accept(0, 1));
  say((await refused('accept of revision 1', stale, 409, 'stale_revision')).detail);

  step(`${lead.name} submitted the clinic and accepts it: refused, four eyes are needed`);
  const own = lead.client.command('accept', scene.find(clinic.projectId), accept(1, 1));
  say((await refused('accept by the sender', own, 403, 'same_person')).detail);

  step(`${approver.name} accepts both, with job numbers ${toNumber(0)} and ${toNumber(1)}`);
  await scene.command(approver, garage.projectId, 'accept', accept(0, 2));
  await scene.command(approver, clinic.projectId, 'accept', accept(1, 1));

  step(`${admin.name} takes the bridge back, sends it again, and withdraws it in the end`);
  await scene.command(admin, bridge.projectId, 'retrieve', { revision: 1 });
  await scene.command(admin, bridge.projectId, 'resend', { revision: 1, note: 'Nothing was wrong after all.' });
  const withdraw = { revision: 2, reason: 'The county has stopped the project.' };
  await scene.command(admin, bridge.projectId, 'withdraw', withdraw);

  step(`The export brings each project into ${erpName}, once`);
  const exported = [];
  for (const { projectId } of [garage, clinic]) exported.push(await waitForExport(scene, projectId));
  for (const submission of exported) await stage.showRecord(submission);
  return [...exported, await scene.view(bridge.projectId)];
}
