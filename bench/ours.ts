/** Ledgergate through its API: real HTTP, real tokens, worker and API as processes of their own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { tokensFile } from '../dev/tokens';
import { toReference, toWorkflowId } from '../workflows/contract/names';
import { bearer, createApiClient } from './api-client';
import type { Child } from './children';
import { readDocuments, reason, type Contender } from './contender';
import { watchInbox } from './inbox';
import { startOurs, type Lab, type Ours, type Server } from './lab';

const Tokens = z.looseObject({ admin: z.string(), approver: z.string() });

export interface OurContender extends Contender {
  readonly companyId: string;
  readonly processes: Readonly<Record<'server' | 'worker' | 'api', Child>>;
  /** A GET below the company. @returns the parsed answer */
  readonly get: (path: string) => Promise<unknown>;
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
  const submissions = `/v1/companies/${companyId}/submissions`;
  const { project, corrected } = await readDocuments();
  const { admin, approver } = Tokens.parse(JSON.parse(await readFile(tokensFile(config.varDirectory), 'utf8')));
  const drop = join(config.varDirectory, 'erp', companyId);
  const inbox = await watchInbox(join(drop, 'inbox'));
  const { call, repeated, close } = createApiClient(config.apiUrl);
  const post = async (token: string, path: string, body: object): Promise<void> => {
    await call({ as: bearer(token), path: `${submissions}${path}`, body });
  };
  const get = (path: string): Promise<unknown> =>
    call({ as: bearer(approver), path: `/v1/companies/${companyId}${path}` });
  const reference = (projectId: string): string => toReference({ companyId, projectId });
  return {
    name,
    server,
    companyId,
    get,
    drop,
    reference,
    repeated,
    processes: { server: server.child, ...ours },
    submit: (projectId) => post(admin, '', { projectId, project }),
    reject: (projectId) => post(approver, `/${projectId}/reject`, { revision: 1, reason }),
    resend: (projectId) => post(admin, `/${projectId}/resend`, { revision: 1, project: corrected }),
    accept: (projectId, revision) => post(approver, `/${projectId}/accept`, { revision, job: { number: projectId } }),
    answers: async (projectId) => {
      await get(`/submissions/${projectId}`);
    },
    exported: (projectId) => inbox.arrived(`${reference(projectId)}.json`),
    workflowId: (projectId) => toWorkflowId({ companyId, projectId }),
    stop: () => {
      inbox.close();
      close();
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
