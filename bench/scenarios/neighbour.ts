/**
 * How long one process does nothing else while it reads what the hostile ERP of one company answers: whatever others
 * want of it waits so long at most. Each answer is read several times, one after the other.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import type { Attempt } from '../../activities/erp-port';
import { createAgent } from '../../adapters/erp/http/agent';
import { createRecorder, type Findings } from '../findings';
import { hostileAnswers } from '../hostile-erp';

const readsPerRound = 5;
const nsPerMs = 1e6;
const longestMs = 1_000;

const attempt = (): Attempt => ({ signal: new AbortController().signal, heartbeat: () => undefined });

export async function measureNeighbour(rounds: number, say: (line: string) => void): Promise<Findings> {
  const recorder = createRecorder('neighbour');
  const server = new Worker(join(__dirname, '..', 'hostile-erp.js'));
  const port = await new Promise((resolve) => server.once('message', resolve));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of Object.keys(hostileAnswers)) {
        const url = `http://127.0.0.1:${String(port)}/${encodeURIComponent(name)}`;
        const signingKey = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
        const erp = createAgent({ url, token: 'token', signingKey, commitWithinMs: 0 });
        const delays = monitorEventLoopDelay({ resolution: 1 });
        delays.enable();
        for (let read = 0; read < readsPerRound; read += 1) {
          await erp.findByReference('acme~1', attempt()).catch(() => undefined);
        }
        delays.disable();
        recorder.add(`longest pause: ${name}`, 'ms', delays.max / nsPerMs);
        say(`neighbour ${round}, ${name}: ${(delays.max / nsPerMs).toFixed(0)} ms`);
      }
    }
  } finally {
    await server.terminate();
  }
  for (const name of Object.keys(hostileAnswers)) {
    recorder.limit(`longest pause: ${name}`, {
      name: `longest pause of a process by a hostile answer: ${name}`,
      bound: 'at most',
      limit: longestMs,
    });
  }
  return recorder.findings();
}
