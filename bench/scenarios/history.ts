/**
 * Events and bytes that one whole story leaves in Temporal, when nobody decides before the workflow's own first task is
 * done: a faster decision shares that task.
 */
import { createRecorder, type Findings } from '../findings';
import { closed, newIds, playOn, submitAll } from '../play';
import type { Contender } from '../contender';
import type { Rivals } from './decision';

export async function measureHistory({ ours, bare }: Rivals, rounds: number): Promise<Findings> {
  const recorder = createRecorder('history');
  const record = async (contender: Contender, id: string): Promise<void> => {
    await submitAll(contender, [id]);
    await playOn(contender, id);
    await closed(contender, id);
    const { server, workflowId, name } = contender;
    const { historyLength, historySize } = await server.client.workflow.getHandle(workflowId(id)).describe();
    recorder.add(`${name}, events`, 'events', historyLength);
    recorder.add(`${name}, bytes`, 'KiB', (historySize ?? 0) / 1_024);
  };
  for (const id of newIds(rounds)) for (const contender of [ours, bare]) await record(contender, id);
  recorder.compare(`${ours.name}, events`, `${bare.name}, events`, {
    name: 'history events of a story, to bare',
    bound: 'at most',
    limit: 1.3,
  });
  return recorder.findings();
}
