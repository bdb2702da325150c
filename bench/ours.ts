/** Ledgergate through its API: real HTTP, real tokens, worker and API as processes of their own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { orThrow, type Client } from '../client/client';
import type { CommandBody } from '../client/operations';
import { tokensFile } from '../dev/tokens';
import type { CommandName } from '../workflows/contract/command-table';
import { toReference, toWorkflowId, type SubmissionId } from '../workflows/contract/names';
import { createCountingClient } from './api-client';
import type { Child, Group } from './children';
import { readDocuments, reason, type Contender } from './contender';
import { watchInbox } from './inbox';
import { startOurs, type Lab, type Ours, type Server } from './lab';

const Tokens = z.looseObject({ admin: z.string(), approver: z.string() });

export interface OurContender extends Contender {
  readonly companyId: string;
  readonly processes: Readonly<{ server: Group; worker: Child; api: Child }>;
  /** Of the approver. */
  readonly client: Client;
  /** Of the project admin. */
  readonly sender: Client;
  /** The ERP's drop directory. */
  readonly drop: string;
  /** Of the project in the ERP. */
  readonly reference: (projectId: string) => string;
}

/** Where a company is served. */
export interface Site {
  readonly name: string;
  readonly server: Server;
  readonly ours: Ours;
}

/** One company there. `stop` leaves worker and API as they are. */
export async function createCompany({ name, server, ours }: Site, companyId: string): Promise<OurContender> {
  const { config } = server;
  const { project, corrected } = await readDocuments();
  const { admin, approver } = Tokens.parse(JSON.parse(await readFile(tokensFile(config.varDirectory), 'utf8')));
  const drop = join(config.varDirectory, 'erp', companyId);
  const inbox = await watchInbox(join(drop, 'inbox'));
  const sender = createCountingClient(config.apiUrl, admin);
  const client = createCountingClient(config.apiUrl, approver);
  const find = (projectId: string): SubmissionId => ({ companyId, projectId });
  const command = async <N extends CommandName>(by: Client, name: N, projectId: string, body: CommandBody<N>) => {
    orThrow(await by.command(name, find(projectId), body));
  };
  const reference = (projectId: string): string => toReference(find(projectId));
  return {
    name,
    server,
    companyId,
    client,
    sender,
    drop,
    reference,
    repeated: () => sender.repeated() + client.repeated(),
    processes: { server: server.processes, ...ours },
    submit: async (projectId) => {
      orThrow(await sender.submit(companyId, { projectId, project }));
    },
    reject: (projectId) => command(client, 'reject', projectId, { revision: 1, reason }),
    resend: (projectId) => command(sender, 'resend', projectId, { revision: 1, project: corrected }),
    accept: (projectId, revision) => command(client, 'accept', projectId, { revision, job: { number: projectId } }),
    answers: async (projectId) => {
      orThrow(await client.view(find(projectId)));
    },
    exported: (projectId) => inbox.arrived(`${reference(projectId)}.json`),
    workflowId: (projectId) => toWorkflowId(find(projectId)),
    stop: () => {
      inbox.close();
      return Promise.resolve();
    },
  };
}

/** With a worker and an API of its own on this server. */
export async function createOurs(lab: Lab, server: Server, name: string): Promise<OurContender> {
  const ours = await startOurs(lab, server);
  const company = await createCompany({ name, server, ours }, 'acme');
  return {
    ...company,
    stop: async () => {
      await company.stop();
      await ours.api.end('SIGTERM');
      await ours.worker.end('SIGTERM');
    },
  };
}
