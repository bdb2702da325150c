/** A submission driven as the workflow drives it, without Temporal: parse, decide, evolve. */
import type { CommandName } from '../../../workflows/contract/command-table';
import type { Actor } from '../../../workflows/contract/view';
import { decide, dueWithdraw } from '../../../workflows/domain/decide';
import type { Event } from '../../../workflows/domain/events';
import { claimedActor, parseSignal, parseUpdate } from '../../../workflows/domain/parse';
import { Malformed } from '../../../workflows/domain/read';
import { evolve } from '../../../workflows/domain/evolve';
import { isClosed, recordApplied, requestWithdraw, type Submission } from '../../../workflows/domain/submission';
import { deepFreeze } from './freeze';

export interface Step {
  readonly before: Submission;
  readonly event: Event;
  readonly after: Submission;
}

/** What came of a message: the event's type, the refusal's code, or that the id was applied before. */
export type Came = string;

const ops: Actor = { id: 'temporal', channel: 'cancel' };

export class DomainRun {
  /** Every event since the run began, with the states around it. */
  readonly steps: Step[] = [];

  constructor(
    public state: Submission,
    private readonly now: () => string,
    /** Any change of a state or an event in place is then an error; it costs time. */
    private readonly isFrozen = true,
  ) {
    this.frozen(state);
  }

  signal(name: CommandName, args: readonly unknown[]): Came {
    let parsed;
    try {
      parsed = parseSignal(name, args);
    } catch (error) {
      return this.ignore(name, malformedOnly(error), claimedActor(args[0]));
    }
    if (this.state.policy.rawSignals === 'none') return this.ignore(name, 'signals_off', parsed.actor);
    const outcome = decide(this.state, parsed.command, parsed.actor, this.now());
    if ('refusal' in outcome) return this.ignore(name, outcome.refusal.code, parsed.actor);
    return this.apply(outcome.event);
  }

  update(name: CommandName, args: readonly unknown[]): Came {
    let parsed;
    try {
      parsed = parseUpdate(name, args);
    } catch (error) {
      return malformedOnly(error);
    }
    const { command, actor, request } = parsed;
    if (this.state.applied.some(({ id }) => id === request?.id)) return 'applied before';
    const outcome = decide(this.state, command, actor, this.now());
    if ('refusal' in outcome) return outcome.refusal.code;
    const came = this.apply(outcome.event);
    if (request) {
      this.state = this.frozen(recordApplied(this.state, { ...request, command: name, at: outcome.event.at }));
    }
    return came;
  }

  exportEnds(event: Event): Came {
    return this.apply(event);
  }

  cancel(): void {
    if (this.state.withdrawRequested !== undefined || isClosed(this.state)) return;
    this.state = this.frozen(requestWithdraw(this.state, ops, this.now()));
    const withdraw = dueWithdraw(this.state, this.now());
    if (withdraw) this.apply(withdraw);
  }

  /** What is carried over is JSON. */
  continueAsNew(): void {
    const carried = JSON.parse(JSON.stringify(this.state)) as Submission;
    this.state = this.frozen(carried);
  }

  private frozen<T>(value: T): T {
    return this.isFrozen ? deepFreeze(value) : value;
  }

  private ignore(signal: string, code: string, by: Actor | undefined): Came {
    this.evolve({ type: 'ignored', at: this.now(), by: by ?? { id: 'unknown', channel: 'signal' }, signal, code });
    return code;
  }

  private apply(event: Event): Came {
    this.evolve(event);
    const withdraw = dueWithdraw(this.state, this.now());
    if (withdraw) this.evolve(withdraw);
    return event.type;
  }

  private evolve(event: Event): void {
    const before = this.state;
    this.state = this.frozen(evolve(before, this.frozen(event)));
    this.steps.push({ before, event, after: this.state });
  }
}

function malformedOnly(error: unknown): 'malformed' {
  if (error instanceof Malformed) return 'malformed';
  throw error;
}
