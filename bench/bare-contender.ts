/** The bare workflow by the SDK's own client, with a worker process of its own. */
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import * as workflow from './bare/workflow';
import { readDocuments, reason, type Contender } from './contender';
import { watchInbox } from './inbox';
import { startBareWorker, type Lab, type Server } from './lab';

type BareHandle = WorkflowHandle<typeof workflow.bareSubmission>;

export async function createBare(lab: Lab, server: Server, name: string): Promise<Contender> {
  const directory = join(server.config.varDirectory, 'bare');
  const worker = await startBareWorker(lab, server, directory);
  const inbox = await watchInbox(directory);
  const { client } = server;
  const { project, corrected } = await readDocuments();
  const workflowId = (projectId: string): string => `bare:${projectId}`;
  const handle = (projectId: string): BareHandle => client.workflow.getHandle(workflowId(projectId));
  return {
    name,
    server,
    workflowId,
    processes: { server: server.processes, worker },
    submit: async (projectId) => {
      await client.workflow.start(workflow.bareSubmission, {
        workflowId: workflowId(projectId),
        taskQueue: workflow.bareTaskQueue,
        args: [{ projectId, project }],
      });
    },
    reject: async (projectId) => {
      await handle(projectId).executeUpdate(workflow.reject, { args: [{ revision: 1, by: 'dev-approver', reason }] });
    },
    resend: async (projectId) => {
      const command = { revision: 1, by: 'dev-admin', project: corrected };
      await handle(projectId).executeUpdate(workflow.resend, { args: [command] });
    },
    accept: async (projectId, revision) => {
      const command = { revision, by: 'dev-approver', jobNumber: projectId };
      await handle(projectId).executeUpdate(workflow.accept, { args: [command] });
    },
    answers: async (projectId) => {
      await handle(projectId).query(workflow.standing);
    },
    exported: (projectId) => inbox.arrived(`${projectId}.json`),
    stop: async () => {
      inbox.close();
      await worker.end('SIGTERM');
    },
  };
}
