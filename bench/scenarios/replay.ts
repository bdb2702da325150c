/**
 * What it costs a worker to read a submission again from its first event, with a flood of raw signals in its history.
 * The worker has ten seconds for that: one that needs longer never gets to the decision.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { dataConverter } from '../../adapters/temporal/converters';
import { projectRoot } from '../../dev/project';
import { ownCpuMs } from '../cpu';
import { createRecorder, type Findings } from '../findings';
import { flooded, nudges, parseHistory, type History } from '../flooded-history';

const workflowId = 'submission:acme:exported';

/** Half of them before the decision, half of them while the export runs. */
function withSignals(history: History, count: number, inOneTask: number): History {
  const signals = nudges(count / 2);
  const before = flooded(history, { after: 'WORKFLOW_TASK_COMPLETED', signals, inOneTask });
  return flooded(before, { after: 'ACTIVITY_TASK_SCHEDULED', signals, inOneTask });
}

export async function measureReplay(rounds: number): Promise<Findings> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const recorder = createRecorder('replay');
  const options = { workflowBundle: { codePath: join(projectRoot, 'dist', 'workflow-bundle.js') }, dataConverter };
  const file = join(projectRoot, 'test', 'histories', 'exported.json');
  const recorded = parseHistory(await readFile(file, 'utf8'));
  const histories = {
    'no raw signal': recorded,
    '2,000 ignored signals': withSignals(recorded, 2_000, 1_000),
    '2,000 ignored signals, ten a task': withSignals(recorded, 2_000, 10),
  };
  await Worker.runReplayHistory(options, recorded, workflowId);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, history] of Object.entries(histories)) {
      const before = ownCpuMs();
      await Worker.runReplayHistory(options, history, workflowId);
      recorder.add(name, 'ms of CPU', ownCpuMs() - before);
    }
  }
  recorder.limit('2,000 ignored signals', {
    name: 'replay with 2,000 ignored signals, half of them during an export',
    bound: 'at most',
    limit: 1_000,
  });
  return recorder.findings();
}
