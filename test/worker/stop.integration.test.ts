/** The worker process, told to stop before it has taken anything. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { createWorkerFolder, type WorkerFolder } from '../support/processes/worker-process';

const companiesYaml = `companies:
  acme:
    name: Acme
    integration: { erp: sage-intacct, adapter: file-drop, directory: erp/acme }
    policy: { rawSignals: all }
`;

describe('a worker that is told to stop', () => {
  let silent: Server;
  let folder: WorkerFolder;

  beforeEach(async () => {
    // It takes the connection and never answers, as a Temporal server does that is about to end.
    silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    folder = createWorkerFolder(`127.0.0.1:${port}`);
  });
  afterEach(async () => {
    await folder.remove();
    silent.close();
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s while it connects ends at once, with exit code 0',
    async (signal) => {
      const connecting = once(silent, 'connection');
      const worker = folder.start(companiesYaml);
      await connecting;
      worker.child.kill(signal);
      expect(await worker.ended).toBe(0);
      expect(worker.output()).toContain('worker stopped');
      expect(worker.output()).not.toContain('TransportError');
    },
  );
});
