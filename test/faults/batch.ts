/** The submissions of one scenario and one seed, and what becomes of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../dev/processes/wait-for';
import { toReference } from '../../workflows/contract/names';
import type { Project } from '../../workflows/contract/project';
import type { SubmissionState } from '../../workflows/contract/view';
import { clinic } from '../support/erp/fixtures';
import type { Fault, FaultPlan } from '../support/processes/fault-proxy';
import type { FaultGate, SubmissionHandle } from './gate';
import { drawn } from './seed';
import type { Turn } from './turn';

/** Never over by itself, so that no outcome depends on how fast the machine is. */
const exportForMs = 24 * 60 * 60_000;

export interface Ordered {
  readonly reference: string;
  readonly projectId: string;
  readonly number: string;
  readonly project: Project;
  readonly handle: SubmissionHandle;
}

export interface BatchOptions {
  readonly gate: FaultGate;
  readonly companyId: string;
  readonly seed: number;
  readonly submissions: number;
  readonly changes?: Partial<Project> | undefined;
  readonly shareNumbers?: boolean | undefined;
}

export function submitBatch(options: BatchOptions): Promise<Ordered[]> {
  const { gate, companyId, seed, submissions, changes, shareNumbers } = options;
  return Promise.all(
    Array.from({ length: submissions }, async (_, index) => {
      const projectId = `s${seed}-${index}`;
      const number = `${companyId}-${seed}-${shareNumbers ? Math.floor(index / 2) : index}`;
      // One new customer for a batch: its jobs race for making it.
      const customer = { name: `Customer of ${companyId}`, code: `${companyId}-${seed}` };
      const project: Project = { ...clinic, name: `${companyId} ${projectId}`, customer, ...changes };
      const handle = await gate.accept({ companyId, projectId, project, number, exportForMs });
      return { reference: toReference({ companyId, projectId }), projectId, number, project, handle };
    }),
  );
}

/** A fault plan that knows which call of which submission it is, and counts what was met. */
export class Meeting {
  readonly #seen = new Map<string, number>();
  readonly #met = new Map<string, number>();

  constructor(
    readonly seed: number,
    readonly meet: (turn: Turn & { readonly reference: string }) => Fault | undefined,
    /** The last part of the path of a look-up. */
    readonly lookUp: string,
  ) {}

  readonly plan: FaultPlan = ({ method, body }) => {
    const { reference } = JSON.parse(body) as { reference: string };
    const call = method === this.lookUp ? 'look-up' : 'write';
    const nth = this.#seen.get(`${call} ${reference}`) ?? 0;
    this.#seen.set(`${call} ${reference}`, nth + 1);
    const writes = (this.#seen.get(`write ${reference}`) ?? 0) - (call === 'write' ? 1 : 0);
    const random = (name: string): number => drawn(this.seed, `${reference} ${name}`);
    const fault = this.meet({ call, nth, writes, random, reference });
    if (fault) this.#met.set(reference, (this.#met.get(reference) ?? 0) + 1);
    return fault;
  };

  /** How often this submission met the fault. */
  met = (reference: string): number => this.#met.get(reference) ?? 0;
}

/** Ends the time of each export once it `isReady`: the next attempt that fails is its last. */
export async function endInTime(
  gate: FaultGate,
  batch: readonly Ordered[],
  isReady: (one: Ordered) => boolean | Promise<boolean>,
): Promise<void> {
  const endOne = async (one: Ordered): Promise<void> => {
    await waitFor(`${one.reference} has failed`, () => isReady(one));
    await gate.endWithNextFailure(one.handle);
  };
  await Promise.all(batch.map(endOne));
}

/** Their states when none of them is with the ERP any more, or at the end of the time. */
export async function settled(gate: FaultGate, batch: readonly Ordered[], endsAt: number): Promise<SubmissionState[]> {
  const isOver = async (): Promise<boolean> => (await gate.exporting()) === 0;
  while (!(await isOver()) && Date.now() < endsAt) await delay(300);
  const states = await Promise.all(batch.map(({ handle }) => gate.state(handle)));
  const isLate = states.some(({ status }) => status === 'exporting') && Date.now() < endsAt;
  return isLate ? settled(gate, batch, endsAt) : states;
}
