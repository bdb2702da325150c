/** A Temporal dev server and a real worker process on it, which can be killed. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { dataConverter } from '../../adapters/temporal/converters';
import { startGuard } from '../../dev/processes/guard';
import { killProcess, watchProcess, type WatchedProcess } from '../../dev/processes/watched-process';
import { exportActivityId, taskQueue, toWorkflowId } from '../../workflows/contract/names';
import type { Project } from '../../workflows/contract/project';
import type { UpdateAnswer } from '../../workflows/contract/standing';
import type { SubmissionState } from '../../workflows/contract/view';
import { initialState } from '../../workflows/domain/submission';
import type { SubmissionInput, SubmitRequest } from '../../workflows/messages';
import { toMemo, toSetAttributes, formatSummary } from '../../workflows/search-attributes';
import { integration, policy, sender } from '../support/domain/fixtures';
import { startDevServer } from '../support/processes/dev-server';

type Handle = WorkflowHandle<(input: SubmissionInput) => Promise<SubmissionState>>;

export interface FaultyCompany {
  readonly id: string;
  /** As companies.yaml says it. */
  readonly integration: object;
}

export interface GateOptions {
  readonly companies: readonly FaultyCompany[];
  /** The secrets of the worker. */
  readonly env: Readonly<Record<string, string>>;
}

export interface AcceptedProject {
  readonly companyId: string;
  readonly projectId: string;
  readonly project: Project;
  readonly number: string;
  readonly exportForMs: number;
}

/** A request may reach the ERP until its attempt is over; so long a look-up is not believed. Beyond `short-attempts.cjs`. */
const commitWithin = '6s';

const companiesFile = ({ companies }: GateOptions): string =>
  JSON.stringify({
    companies: Object.fromEntries(
      companies.map(({ id, integration: written }) => [
        id,
        { name: id, integration: { ...written, commitWithin }, policy: { rawSignals: 'none' } },
      ]),
    ),
  });

const root = join(__dirname, '..', '..');

export class FaultGate {
  readonly #env: TestWorkflowEnvironment;
  readonly #client: Client;
  readonly #directory: string;
  readonly #secrets: GateOptions['env'];
  readonly #guard = startGuard();
  #worker: WatchedProcess | undefined;

  private constructor(env: TestWorkflowEnvironment, directory: string, secrets: GateOptions['env']) {
    this.#env = env;
    this.#client = new Client({ connection: env.connection, dataConverter });
    this.#directory = directory;
    this.#secrets = secrets;
  }

  static async start(options: GateOptions): Promise<FaultGate> {
    const directory = await mkdtemp(join(tmpdir(), 'ledgergate-faults-'));
    await writeFile(join(directory, 'companies.yaml'), companiesFile(options));
    const env = await startDevServer();
    const gate = new FaultGate(env, directory, options.env);
    gate.startWorker();
    return gate;
  }

  startWorker(): void {
    const shortAttempts = join(__dirname, 'short-attempts.cjs');
    const worker = spawn(process.execPath, ['--require', shortAttempts, join(root, 'dist', 'worker', 'main.js')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TEMPORAL_ADDRESS: this.#env.address,
        TEMPORAL_NAMESPACE: 'default',
        LOG_LEVEL: 'error',
        // Nobody writes it: a developer's own profiles stay out of it.
        TEMPORAL_CONFIG_FILE: join(this.#directory, 'no-profiles.toml'),
        COMPANIES_FILE: join(this.#directory, 'companies.yaml'),
        LEDGERGATE_VAR: this.#directory,
        ...this.#secrets,
      },
    });
    if (worker.pid !== undefined) this.#guard.watch([worker.pid]);
    this.#worker = watchProcess(worker);
  }

  /** `kill -9`; resolves when it is gone. */
  async killWorker(): Promise<void> {
    const worker = this.#worker;
    if (!worker?.isRunning()) throw new Error(`the worker ended by itself:\n${worker?.output() ?? ''}`);
    await killProcess(worker.child);
  }

  /** Submitted by one person and accepted by another, as over the API. */
  async accept({ companyId, projectId, project, number, exportForMs }: AcceptedProject): Promise<Handle> {
    const { rules } = integration;
    const submit: SubmitRequest = {
      companyId,
      projectId,
      project,
      by: { ...sender, channel: 'api' },
      integration: { ...integration, supportsPreflight: false, rules: { ...rules, jobNumber: { required: true } } },
      policy: { ...policy, exportForMs },
    };
    const state = initialState({ type: 'submitted', at: new Date().toISOString(), ...submit });
    const handle = await this.#client.workflow.start<(input: SubmissionInput) => Promise<SubmissionState>>(
      'submission',
      {
        workflowId: toWorkflowId({ companyId, projectId }),
        taskQueue,
        args: [{ submit }],
        typedSearchAttributes: toSetAttributes(state),
        memo: { ...toMemo(state) },
        staticSummary: formatSummary(state),
      },
    );
    await this.#update(handle, 'accept', 'tess', { job: { number } });
    return handle;
  }

  retry = (handle: Handle): Promise<void> => this.#update(handle, 'retryExport', 'olga', {});

  state = (handle: Handle): Promise<SubmissionState> => handle.query<SubmissionState>('view');

  /** Of the export that runs; 0 when none does. */
  async attempts(handle: Handle): Promise<number> {
    const { raw } = await handle.describe();
    return raw.pendingActivities?.[0]?.attempt ?? 0;
  }

  /** As where the time for its export is over by then. */
  async endWithNextFailure({ workflowId }: Handle): Promise<void> {
    await this.#client.workflowService.updateActivityOptions({
      namespace: 'default',
      execution: { workflowId },
      id: exportActivityId,
      activityOptions: { retryPolicy: { maximumAttempts: 1 } },
      updateMask: { paths: ['retry_policy.maximum_attempts'] },
    });
  }

  /** How many are with the ERP. */
  async exporting(): Promise<number> {
    const { count } = await this.#client.workflow.count(
      "SubmissionStatus = 'exporting' AND ExecutionStatus = 'Running'",
    );
    return count;
  }

  async stop(): Promise<void> {
    await this.killWorker();
    await this.#guard.release();
    await this.#env.teardown();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #update(handle: Handle, name: string, by: string, fields: object): Promise<void> {
    await handle.executeUpdate<UpdateAnswer, [object]>(name, { args: [{ actor: { id: by }, revision: 1, ...fields }] });
  }
}

export type SubmissionHandle = Handle;
