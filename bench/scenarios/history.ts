/**
 * Events and bytes that one whole story leaves in Temporal, when nobody decides before the workflow's own first task is
 * done: a faster decision shares that task. And how often a large document stands in the history of ten rounds.
 */
import { orThrow } from '../../client/client';
import type { OurContender } from '../ours';
import { createRecorder, type Findings, type Recorder } from '../findings';
import { closed, newIds, playOn, submitAll } from '../play';
import { readDocuments, reason, type Contender } from '../contender';

const largeCodes = 2_000;
const largeRounds = 10;

const readSize = async ({ server, workflowId }: Contender, id: string) => {
  const { historyLength, historySize } = await server.client.workflow.getHandle(workflowId(id)).describe();
  return { events: historyLength, bytes: historySize ?? 0 };
};

async function recordStory(recorder: Recorder, contender: Contender, id: string): Promise<void> {
  await submitAll(contender, [id]);
  await playOn(contender, id);
  await closed(contender, id);
  const { events, bytes } = await readSize(contender, id);
  recorder.add(`${contender.name}, events`, 'events', events);
  recorder.add(`${contender.name}, bytes`, 'KiB', bytes / 1_024);
}

/** As large a document as the API takes nearly; `mark` makes each revision another one. */
async function largeProject(mark: string): Promise<object> {
  const { project } = await readDocuments();
  const costCodes = Array.from({ length: largeCodes }, (_, index) => ({
    code: `03-${String(index).padStart(4, '0')}`,
    name: `Concrete, part ${index} of the structure, ${mark}`.padEnd(90, '.'),
    costTypes: ['labor', 'material'],
    budget: '1000.00',
  }));
  return { ...project, totalValue: '2000000.00', costCodes };
}

/** Each round is rejected and resent with another document; the last one is accepted and exported. */
async function recordLarge(recorder: Recorder, ours: OurContender, id: string): Promise<void> {
  const { companyId, client, sender } = ours;
  const at = { companyId, projectId: id };
  const project = await largeProject('0');
  orThrow(await sender.submit(companyId, { projectId: id, project }));
  for (let revision = 1; revision <= largeRounds; revision += 1) {
    orThrow(await client.command('reject', at, { revision, reason }));
    orThrow(await sender.command('resend', at, { revision, project: await largeProject(String(revision)) }));
  }
  await ours.accept(id, largeRounds + 1);
  await ours.exported(id);
  await closed(ours, id);
  const { bytes } = await readSize(ours, id);
  const times = bytes / Buffer.byteLength(JSON.stringify(project));
  recorder.add(`a large document in the history of ${largeRounds} rounds`, 'times', times);
}

export interface HistoryRivals {
  readonly ours: OurContender;
  readonly bare: Contender;
}

export async function measureHistory({ ours, bare }: HistoryRivals, rounds: number): Promise<Findings> {
  const recorder = createRecorder('history');
  for (const id of newIds(rounds)) for (const contender of [ours, bare]) await recordStory(recorder, contender, id);
  for (const id of newIds(rounds)) await recordLarge(recorder, ours, id);
  recorder.limit(`${ours.name}, events`, { name: 'history events of a story', bound: 'at most', limit: 28 });
  recorder.limit(`${ours.name}, bytes`, { name: 'history bytes of a story', bound: 'at most', limit: 15 });
  // Once a revision, once in the export's order, once in the result; and the rest of the story.
  recorder.limit(`a large document in the history of ${largeRounds} rounds`, {
    name: `how often a large document stands in the history of ${largeRounds} rounds`,
    bound: 'at most',
    limit: largeRounds + 1 + 2.5,
  });
  return recorder.findings();
}
