/** `npm start` where nothing has changed: until all is up, by part, and what the look for changes costs. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../dev/processes/ports';
import { run } from '../../dev/processes/run';
import { endProcess, untilReady, watchProcess } from '../../dev/processes/watched-process';
import { childEnv } from '../../adapters/env';
import { projectRoot } from '../../dev/project';
import { waitedForCpuMs } from '../cpu';
import { createRecorder, type Findings, type Recorder } from '../findings';
import type { Lab } from '../lab';

const launcher = join(projectRoot, 'dev', 'launch.cjs');
const startedWithinMs = 120_000;

/** What `npm start` prints when a part is done, in this order. */
const parts = [
  { name: 'looking for changes', line: /^build .*up to date/m },
  { name: 'the Temporal server and its namespace', line: /^start .*worker and API$/m },
  { name: 'worker and API', line: /Ledgergate is up/ },
] as const;

async function startOnce({ directory }: Lab, recorder: Recorder | undefined): Promise<number> {
  const [port, temporalPort, uiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = childEnv({
    LEDGERGATE_VAR: join(directory, 'start'),
    PORT: String(port),
    TEMPORAL_PORT: String(temporalPort),
    TEMPORAL_UI_PORT: String(uiPort),
  });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [launcher, '--build', 'dist/dev/start/start.js'], { cwd: projectRoot, env });
  const watched = watchProcess(child);
  try {
    let before = startedAt;
    for (const { name, line } of parts) {
      await untilReady(watched, name, () => line.test(watched.output()), startedWithinMs);
      const now = performance.now();
      recorder?.add(name, 's', (now - before) / 1_000);
      before = now;
    }
    return (before - startedAt) / 1_000;
  } finally {
    await endProcess(child, { signal: 'SIGINT', killAfterMs: 30_000 });
  }
}

/** CPU seconds of a build that finds nothing to do. */
async function lookForChanges(): Promise<number> {
  const before = waitedForCpuMs();
  await run(process.execPath, [launcher, 'dev/build/main.ts'], { timeoutMs: startedWithinMs });
  return (waitedForCpuMs() - before) / 1_000;
}

const total = '`npm start` with nothing changed, until ready';
const build = 'CPU of a build with nothing changed';

export async function measureStart(lab: Lab, rounds: number): Promise<Findings> {
  const recorder = createRecorder('start');
  lab.say('start: the first one makes its data folder, unmeasured');
  await startOnce(lab, undefined);
  for (let round = 1; round <= rounds; round += 1) {
    const seconds = await startOnce(lab, recorder);
    recorder.add(total, 's', seconds);
    recorder.add(build, 's', await lookForChanges());
    lab.say(`start ${round}: ${seconds.toFixed(1)} s`);
  }
  recorder.limit(total, { name: total, bound: 'at most', limit: 5 });
  recorder.limit(build, { name: build, bound: 'at most', limit: 2 });
  return recorder.findings();
}
