/** A real Temporal server, the API on it, and a worker that can be stopped and started again. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, type RuntimeOptions, type Worker } from '@temporalio/worker';
import { createGateway, type Gateway } from '../../../api/gateway/gateway';
import type { PayloadKeys } from '../../../adapters/temporal/payload-keys';
import { readCache } from '../../../worker/config';
import { createWorker } from '../../../worker/worker';
import { toWorkflowId } from '../../../workflows/contract/names';
import { startApi, type ApiServer, type ApiServerOptions, type Received } from './server';
import { sendPatiently } from './patient';
import { signToken } from './tokens';
import { ErpDouble } from '../erp/double';
import { waitFor } from '../../../dev/processes/wait-for';
import { goodBundle, sealingBundle, wedgingBundle } from '../processes/wedged-run';
import { executable, startTemporal } from '../processes/dev-server';

const run = promisify(execFile);

export interface Stage {
  readonly env: TestWorkflowEnvironment;
  readonly api: ApiServer;
  readonly erp: ErpDouble;
  /** As a person with that role in `acme`, whose `sub` is the role. */
  get(role: string, path: string): Promise<Received>;
  /** `key`: the Idempotency-Key; one of its own unless given. */
  post(role: string, path: string, json: object, key?: string): Promise<Received>;
  /** The first view of the project that has this status. */
  until(projectId: string, status: string): Promise<Received>;
  /** Ends the run in Temporal, as ops do. */
  terminate(projectId: string): Promise<void>;
  stopWorker(): Promise<void>;
  /** `wedging`: one that fails every workflow task of a submission it did not begin. `keys`: others than the stage's, `null` for none. */
  startWorker(kind?: 'good' | 'wedging', keys?: PayloadKeys | null): Promise<void>;
  /** Another process of the API, with an index of its own; the test closes it. */
  createGateway(): Gateway;
  /** Another API on the same server, with keys of its own or none. */
  startApi(keys: PayloadKeys | undefined): Promise<Pick<Stage, 'get' | 'post'>>;
  /** The `temporal` CLI against this server, its words after `temporal`. @returns its standard output */
  temporal(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** What differs from a worker without payload keys that logs errors only. */
export interface StageWorker {
  /** Those of API and worker. */
  readonly keys?: PayloadKeys;
  /** The worker requires them. */
  readonly sealedOnly?: boolean;
  readonly runtime?: RuntimeOptions;
}

export const submissions = '/v1/companies/acme/submissions';

/**
 * A worker that keeps nothing drops a workflow task that meets a query of the same run, and the server gives it out
 * again after ten seconds: longer than a request waits. Here it does so after one.
 */
const retrySoon = ['--dynamic-config-value', 'history.defaultWorkflowTaskTimeout="1s"'];

/** `extraArgs`: more arguments of `temporal server start-dev`. */
export async function startStage(
  extraArgs: readonly string[] = [],
  served: ApiServerOptions = {},
  { keys, sealedOnly = false, runtime = { logger: new DefaultLogger('ERROR') } }: StageWorker = {},
): Promise<Stage> {
  const cache = readCache();
  const isCold = cache.maxCachedWorkflows === 0;
  Runtime.install(runtime);
  const { env, namespace, connectionOptions } = await startTemporal([...extraArgs, ...(isCold ? retrySoon : [])]);
  const erp = new ErpDouble();
  const connect = (apiKeys: PayloadKeys | undefined) => createGateway({ connectionOptions, namespace, keys: apiKeys });
  const gateway = connect(keys);
  const api = await startApi(gateway, served);
  const others: (() => Promise<void>)[] = [];
  const tokens = new Map<string, string>();
  let running: { kind: 'good' | 'wedging'; worker: Worker; ended: Promise<void> } | undefined;

  const issueToken = async (role: string): Promise<string> => {
    const token = tokens.get(role) ?? (await signToken(role, { acme: { [role.split('-')[0] ?? role]: true } }));
    tokens.set(role, token);
    return token;
  };
  const startWorker = async (
    kind: 'good' | 'wedging' = 'good',
    others: PayloadKeys | null = keys ?? null,
  ): Promise<void> => {
    const workerKeys = others ?? undefined;
    const good = workerKeys ? sealingBundle : goodBundle;
    const worker = await createWorker({
      connection: env.nativeConnection,
      namespace,
      keys: workerKeys,
      sealedOnly,
      erps: { forCompany: () => Promise.resolve(erp) },
      cache,
      workflows: { workflowBundle: kind === 'good' ? good : await wedgingBundle() },
    });
    running = { kind, worker, ended: worker.run() };
  };
  const stopWorker = async (): Promise<void> => {
    running?.worker.shutdown();
    await running?.ended;
    running = undefined;
  };
  /** Where a worker runs that can answer, an answer that did not come in time is asked for again. */
  const send: ApiServer['send'] = (method, path, sent) =>
    running?.kind === 'good' ? sendPatiently(api.url, method, path, sent) : api.send(method, path, sent);
  const get = async (role: string, path: string): Promise<Received> =>
    send('GET', path, { token: await issueToken(role) });

  await startWorker();
  return {
    env,
    api,
    erp,
    get,
    startWorker,
    stopWorker,
    createGateway: () => connect(keys),
    post: async (role, path, json, key) => {
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      return send('POST', path, { token: await issueToken(role), json, headers });
    },
    startApi: async (apiKeys) => {
      const otherGateway = connect(apiKeys);
      const other = await startApi(otherGateway, served);
      others.push(async () => {
        await other.stop();
        await otherGateway.close();
      });
      return {
        get: async (role, path) => other.send('GET', path, { token: await issueToken(role) }),
        post: async (role, path, json) => other.send('POST', path, { token: await issueToken(role), json }),
      };
    },
    until: async (projectId, status) => {
      let view = await get('viewer', `${submissions}/${projectId}`);
      const isSo = async (): Promise<boolean> => {
        view = await get('viewer', `${submissions}/${projectId}`);
        return view.json['status'] === status;
      };
      await waitFor(`${projectId} ${status}`, isSo);
      return view;
    },
    temporal: async (...words) =>
      (await run(executable('TEMPORAL_CLI').path, [...words, '--address', env.address, '--namespace', namespace]))
        .stdout,
    terminate: async (projectId) => {
      await env.client.workflow.getHandle(toWorkflowId({ companyId: 'acme', projectId })).terminate('by ops');
    },
    stop: async () => {
      for (const end of others) await end();
      await api.stop();
      await gateway.close();
      await stopWorker();
      await env.teardown();
    },
  };
}
