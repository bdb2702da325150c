/** What is played on a stage. */
import type { FaultProxy } from '../support/processes/fault-proxy';
import type { Ordered } from './batch';
import type { FaultGate } from './gate';
import type { Played } from './judge';
import type { Server } from './servers';

export interface Stage {
  readonly gate: FaultGate;
  readonly server: Server;
  readonly findProxy: (companyId: string) => FaultProxy;
}

/** A scenario whose submissions are under way. */
export interface Running extends Omit<Played, 'ends'> {
  readonly batch: readonly Ordered[];
  readonly met: (reference: string) => number;
}

/** One that needs more than a plan for its calls. Resolves when it has done what it does. */
export interface Play {
  readonly id: string;
  readonly run: (stage: Stage, seed: number) => Promise<Running>;
}
