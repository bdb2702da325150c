/** A Temporal server with our worker on it, for the tests of the workflow: time-skipping, or a real dev server. */
import { Client, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, type Worker } from '@temporalio/worker';
import { createBulkhead, type Bulkhead } from '../../../activities/bulkhead';
import type { NoticePorts } from '../../../activities/notice-port';
import type { ErpRegistry } from '../../../activities/erp-port';
import type { WriteBackSources } from '../../../activities/write-back-port';
import { dataConverter } from '../../../adapters/temporal/converters';
import { readCache, type CacheConfig } from '../../../worker/config';
import { createNoticeWorker, createWorker } from '../../../worker/worker';
import { roles } from '../../../workflows/contract/codes';
import type { CommandName } from '../../../workflows/contract/command-table';
import { taskQueue, toWorkflowId } from '../../../workflows/contract/names';
import type { UpdateAnswer } from '../../../workflows/contract/standing';
import type { SubmissionState } from '../../../workflows/contract/view';
import { initialState } from '../../../workflows/domain/submission';
import type { SubmissionInput, SubmitRequest } from '../../../workflows/messages';
import { executable, startDevServer } from './dev-server';
import { toMemo, searchAttributes, toSetAttributes, formatSummary } from '../../../workflows/search-attributes';
import { integration, policy, project, sender } from '../domain/fixtures';
import { defined } from '../../../workflows/contract/defined';

type Submit = (input: SubmissionInput) => Promise<SubmissionState>;
type Handle = WorkflowHandle<Submit>;

interface FirstSignal {
  readonly signal: string;
  readonly signalArgs: unknown[];
}

export interface Gate {
  readonly env: TestWorkflowEnvironment;
  readonly client: Client;
  /** `withSignal`: sent in one call with the start, so that it is there before the first task. */
  submit(projectId: string, changes?: Partial<SubmitRequest>, withSignal?: FirstSignal): Promise<Handle>;
  /** As the API does: the update of the command. Rejects with the SDK's error when refused. */
  update(handle: Handle, name: CommandName, by: string, fields: object): Promise<UpdateAnswer>;
  view(handle: Handle): Promise<SubmissionState>;
  /** The first view that fits. */
  until(handle: Handle, fits: (state: SubmissionState) => boolean): Promise<SubmissionState>;
  /** The worker is gone: what comes now waits on the server. */
  stopWorker(): Promise<void>;
  /** Another one, with nothing in its cache. */
  startWorker(cache?: CacheConfig): Promise<void>;
  stop(): Promise<void>;
}

let installed = false;

/** The SDK's runtime, once a test process, with nothing but errors in its log. */
function quietRuntime(): void {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
}

async function timeSkipping(): Promise<TestWorkflowEnvironment> {
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: executable('TEMPORAL_TEST_SERVER') },
  });
  const types = { TEXT: 1, KEYWORD: 2, INT: 3, DATETIME: 6 } as const;
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.values(searchAttributes).map(({ name, type }) => [name, types[type]])),
  });
  return env;
}

/** Where time is skipped between two attempts, the gate's clock must not lag behind: each call comes a while later. */
function skippedTimeGate(): Bulkhead {
  let now = 0;
  return createBulkhead({ now: () => (now += 60_000), random: () => 0.5 });
}

/** Notices are sent, and there is nobody to get them. */
const toNobody: NoticePorts = {
  audiences: { forCompany: () => undefined, endpointsFor: () => [] },
  mailer: { send: () => Promise.resolve() },
  webhookCaller: { call: () => Promise.resolve() },
};

interface RunningWorker {
  stop(): Promise<void>;
}

function run(worker: Worker): RunningWorker {
  const ended = worker.run();
  return {
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}

/** `server`: the time-skipping one, or a dev server with these extra arguments. */
export async function startGate(
  erps: ErpRegistry,
  server: 'time-skipping' | readonly string[] = 'time-skipping',
  { notices = toNobody, sources }: { readonly notices?: NoticePorts; readonly sources?: WriteBackSources } = {},
): Promise<Gate> {
  quietRuntime();
  const env = server === 'time-skipping' ? await timeSkipping() : await startDevServer(server);
  const workflows = { workflowBundle: { codePath: require.resolve('../../../dist/workflow-bundle.js') } };
  const gate = server === 'time-skipping' ? { gate: skippedTimeGate() } : {};
  const deps = { connection: env.nativeConnection, namespace: 'default', erps, workflows, ...defined({ sources }) };
  let worker: RunningWorker | undefined;
  const startWorker = async (cache = readCache()): Promise<void> => {
    worker = run(await createWorker({ ...deps, ...gate, cache }));
  };
  const stopWorker = async (): Promise<void> => {
    await worker?.stop();
    worker = undefined;
  };
  await startWorker();
  const noticeWorker = run(
    await createNoticeWorker({ connection: env.nativeConnection, namespace: 'default', notices }),
  );
  const client = new Client({ connection: env.connection, dataConverter });

  const view = (handle: Handle): Promise<SubmissionState> => handle.query<SubmissionState>('view');
  return {
    env,
    client,
    submit: (projectId, changes = {}, withSignal) => {
      const by = { ...sender, channel: 'api' as const };
      const terms = { integration: { ...integration, supportsPreflight: false }, policy };
      const submit: SubmitRequest = { companyId: 'acme', projectId, project, ...terms, by, ...changes };
      const state = initialState({ type: 'submitted', at: new Date().toISOString(), ...submit });
      const options = {
        workflowId: toWorkflowId({ companyId: 'acme', projectId }),
        taskQueue,
        args: [{ submit }] as [SubmissionInput],
        typedSearchAttributes: toSetAttributes(state),
        memo: { ...toMemo(state) },
        staticSummary: formatSummary(state),
      };
      return withSignal
        ? client.workflow.signalWithStart<Submit, unknown[]>('submission', { ...options, ...withSignal })
        : client.workflow.start<Submit>('submission', options);
    },
    update: (handle, name, by, fields) =>
      handle.executeUpdate<UpdateAnswer, [object]>(name, { args: [{ actor: { id: by, roles }, ...fields }] }),
    view,
    until: async (handle, fits) => {
      for (;;) {
        const state = await view(handle);
        if (fits(state)) return state;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    startWorker,
    stopWorker,
    stop: async () => {
      await Promise.all([stopWorker(), noticeWorker.stop()]);
      await env.teardown();
    },
  };
}
