/** Ledgergate through its API: real HTTP, real tokens, worker and API as processes of their own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { tokensFile } from '../dev/tokens';
import { toReference, toWorkflowId } from '../workflows/contract/names';
import { createApiClient } from './api-client';
import type { Child } from './children';
import { readDocuments, reason, type Contender } from './contender';
import { watchInbox } from './inbox';
import { startOurs, type Lab, type Server } from './lab';

const Tokens = z.looseObject({ admin: z.string(), approver: z.string() });

const companyId = 'acme';
const submissions = `/v1/companies/${companyId}/submissions`;

export interface OurContender extends Contender {
  readonly processes: Readonly<Record<'server' | 'worker' | 'api', Child>>;
  /** A GET below the company. @returns the parsed answer */
  readonly get: (path: string) => Promise<unknown>;
  /** The ERP's drop directory. */
  readonly drop: string;
  /** Of the project in the ERP. */
  readonly reference: (projectId: string) => string;
}

/** With a worker and an API of its own on this server. */
export async function createOurs(lab: Lab, server: Server, name: string): Promise<OurContender> {
  const { config } = server;
  const { worker, api } = await startOurs(lab, server);
  const { project, corrected } = await readDocuments();
  const { admin, approver } = Tokens.parse(JSON.parse(await readFile(tokensFile(config.varDirectory), 'utf8')));
  const drop = join(config.varDirectory, 'erp', companyId);
  const inbox = await watchInbox(join(drop, 'inbox'));
  const { call, repeated, close } = createApiClient(config.apiUrl);
  const post = async (token: string, path: string, body: object): Promise<void> => {
    await call({ token, path: `${submissions}${path}`, body });
  };
  const get = (path: string): Promise<unknown> => call({ token: approver, path: `/v1/companies/${companyId}${path}` });
  const reference = (projectId: string): string => toReference({ companyId, projectId });
  return {
    ...{ name, server, get, drop, reference, repeated },
    processes: { server: server.child, worker, api },
    submit: (projectId) => post(admin, '', { projectId, project }),
    reject: (projectId) => post(approver, `/${projectId}/reject`, { revision: 1, reason }),
    resend: (projectId) => post(admin, `/${projectId}/resend`, { revision: 1, project: corrected }),
    accept: (projectId, revision) => post(approver, `/${projectId}/accept`, { revision, job: { number: projectId } }),
    answers: async (projectId) => {
      await get(`/submissions/${projectId}`);
    },
    exported: (projectId) => inbox.arrived(`${reference(projectId)}.json`),
    workflowId: (projectId) => toWorkflowId({ companyId, projectId }),
    stop: async () => {
      inbox.close();
      close();
      await api.end('SIGTERM');
      await worker.end('SIGTERM');
    },
  };
}
