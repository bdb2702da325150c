/** Submissions that get random messages from a worker that comes and goes, many at once. */
import { fc } from '../fast-check';
import { isGrpcServiceError, ServiceError, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Erp, ErpRegistry } from '../../../activities/erp-port';
import { noticeEvents } from '../../../workflows/contract/codes';
import type { CommandName } from '../../../workflows/contract/command-table';
import type { SubmissionState } from '../../../workflows/contract/view';
import type { SubmitRequest } from '../../../workflows/messages';
import { integration, policy } from './fixtures';
import { ErpDouble, type ErpFault } from '../erp/double';
import { waitFor } from '../../../dev/processes/wait-for';
import type { Gate } from '../processes/workflow-env';

type Message =
  | { readonly kind: 'update'; readonly name: CommandName }
  | { readonly kind: 'signal'; readonly name: string; readonly isFit: boolean }
  | { readonly kind: 'cancel' | 'query' };

/** What comes at once. */
type Step = readonly Message[];

export interface Sequence {
  readonly terms: 'plain' | 'told' | 'asked' | 'told and asked' | 'no signals';
  readonly faults: readonly ErpFault[];
  readonly steps: readonly Step[];
}

/** What the worker does before a step: stays, is replaced by one with this cache, or is away while messages come. */
export type Change = 'stays' | 'warm' | 'cold' | 'away';

const mostSteps = 6;

const commands = fc.constantFrom<CommandName>(
  ...(['accept', 'reject', 'resend', 'resend', 'retrieve', 'preflight', 'retryExport', 'settle', 'withdraw'] as const),
);
const update = fc.record({ kind: fc.constant('update' as const), name: commands });
const signal = fc.record({
  kind: fc.constant('signal' as const),
  name: fc.oneof(commands, fc.constantFrom('nudge', '__temporal_x', 'view')),
  isFit: fc.boolean(),
});
const rest = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('query' as const) }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant('cancel' as const) }), weight: 1 },
);
const message = fc.oneof(
  { arbitrary: update, weight: 6 },
  { arbitrary: signal, weight: 3 },
  { arbitrary: rest, weight: 2 },
);
const step = fc.array(message, { maxLength: 3 });
/** None for which the gate of the company would hold back the exports of all. */
const faults = fc.array(
  fc.constantFrom<ErpFault>({ kind: 'refused' }, { kind: 'number_taken' }, { kind: 'unknown', written: 'now' }),
  { maxLength: 3 },
);

export const sequences = (count: number): fc.Arbitrary<Sequence[]> =>
  fc.array(
    fc.record({
      terms: fc.constantFrom<Sequence['terms']>('plain', 'plain', 'told', 'asked', 'told and asked', 'no signals'),
      faults,
      steps: fc.array(step, { minLength: 2, maxLength: mostSteps }),
    }),
    { minLength: count, maxLength: count },
  );

export const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.constantFrom<Change>('stays', 'warm', 'cold', 'cold', 'away', 'away'),
  { minLength: mostSteps, maxLength: mostSteps },
);

const toTerms = ({ terms }: Sequence): Partial<SubmitRequest> => {
  const isTold = terms.startsWith('told');
  const notices = isTold ? { notices: [...noticeEvents], remindAfterMs: 100 } : {};
  const rawSignals = terms === 'no signals' ? ('none' as const) : ('all' as const);
  return {
    integration: { ...integration, supportsPreflight: terms.endsWith('asked') },
    policy: { ...policy, ...notices, rawSignals },
  };
};

/** One ERP for all, in which each project meets the faults of its own. */
export class ErpPerProject implements ErpRegistry {
  readonly #doubles = new Map<string, ErpDouble>();

  expect(reference: string, planned: readonly ErpFault[]): void {
    for (const fault of planned) this.#of(reference).failNext('export', fault);
  }

  #of(reference: string): ErpDouble {
    const double = this.#doubles.get(reference) ?? new ErpDouble();
    this.#doubles.set(reference, double);
    return double;
  }

  forCompany(): Promise<Erp> {
    const any = new ErpDouble();
    return Promise.resolve({
      commitWithinMs: 0,
      writesOncePerReference: true,
      toErp: (project, job) => any.toErp(project, job),
      findByReference: (reference, attempt) => this.#of(reference).findByReference(reference, attempt),
      export: (order, attempt) => this.#of(order.reference).export(order, attempt),
      preflight: (question, attempt) => any.preflight(question, attempt),
    });
  }
}

/** gRPC: DEADLINE_EXCEEDED and FAILED_PRECONDITION. */
const lost: readonly number[] = [4, 9];

/**
 * Refused, ended already, or lost: a read that is held back by the task which ends the run is given up, and an update
 * goes with the task that it was in. Whether that was our fault stands in the history.
 */
const isAnswer = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError ||
  error instanceof WorkflowNotFoundError ||
  (error instanceof ServiceError && isGrpcServiceError(error.cause) && lost.includes(error.cause.code));

type Handle = Awaited<ReturnType<Gate['submit']>>;

/** One submission, and what its callers were answered. */
export class RandomRun {
  readonly confirmed: CommandName[] = [];
  #revision = 1;
  #job = 0;

  private constructor(
    readonly handle: Handle,
    readonly sequence: Sequence,
    readonly gate: Gate,
  ) {}

  static async start(gate: Gate, erps: ErpPerProject, projectId: string, sequence: Sequence): Promise<RandomRun> {
    erps.expect(`acme~${projectId}`, sequence.faults);
    return new RandomRun(await gate.submit(projectId, toTerms(sequence)), sequence, gate);
  }

  #fields(name: string): object {
    this.#job += 1;
    const number = `24-${String(this.#job).padStart(3, '0')}`;
    const all: Readonly<Record<string, object>> = {
      accept: { job: { number } },
      reject: { reason: 'No' },
      withdraw: { reason: 'Cancelled' },
      preflight: { number },
      settle: { ids: { job: 'J-1' }, note: 'By hand' },
    };
    return all[name] ?? {};
  }

  async #send(message: Message): Promise<void> {
    switch (message.kind) {
      case 'update': {
        const { name } = message;
        const by = name === 'resend' || name === 'retrieve' || name === 'withdraw' ? 'ada' : 'tess';
        const { revision } = await this.gate.update(this.handle, name, by, {
          revision: this.#revision,
          ...this.#fields(name),
        });
        this.confirmed.push(name);
        this.#revision = revision;
        return;
      }
      case 'signal': {
        const { name, isFit } = message;
        await this.handle.signal(name, isFit ? { by: 'accountant', ...this.#fields(name) } : { reason: 7 });
        return;
      }
      case 'cancel':
        await this.handle.cancel();
        return;
      case 'query':
        await this.gate.view(this.handle);
    }
  }

  /** All of a step at once. A refusal is an answer, and so is that the run has ended. */
  async play(step: Step): Promise<void> {
    await Promise.all(
      step.map((one) =>
        this.#send(one).catch((error: unknown) => {
          if (!isAnswer(error)) throw error;
        }),
      ),
    );
  }

  /** Once nothing more happens by itself. @throws Error where something goes on for ever */
  async settled(): Promise<SubmissionState> {
    let last: SubmissionState | undefined;
    const isSettled = async (): Promise<boolean> => {
      last = await this.gate.view(this.handle);
      return last.status !== 'exporting' && last.isPreflightRunning !== true;
    };
    await waitFor(`${this.handle.workflowId} settles`, isSettled);
    return last ?? this.gate.view(this.handle);
  }
}
