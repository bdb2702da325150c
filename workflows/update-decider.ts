/** Decides what an update would do to a state, and does nothing to it. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { CommandName } from './contract/command-table';
import { defined } from './contract/defined';
import { limits } from './contract/limits';
import { toWorkflowId } from './contract/names';
import { findMissingKey, isSealed, type SealedFor } from './contract/sealed';
import type { Actor } from './contract/view';
import type { Refusal } from './domain/command';
import { decide } from './domain/decide';
import type { Event } from './domain/events';
import { evolve } from './domain/evolve';
import { parseUpdate, type UpdateRequest } from './domain/parse';
import { isCount, isFields, Malformed, toFields } from './domain/read';
import { findApplied, type IdempotencyRecord, type Submission } from './domain/submission';
import { toCurrent, toView } from './domain/view';
import { now } from './run';

export interface DecidedUpdate {
  readonly actor: Actor;
  readonly request?: UpdateRequest;
  /** What was applied under the same id. */
  readonly before?: IdempotencyRecord;
  readonly event?: Event;
}

interface ValidatedUpdate {
  readonly name: CommandName;
  readonly input: unknown;
  readonly state: Submission;
  readonly decided: DecidedUpdate;
}

/** Returns why an update does not count in a run that began sealed; `undefined` if it does. */
function findSealFault(input: unknown, { workflowId, message }: SealedFor): string | undefined {
  const keyId = findMissingKey(input);
  if (keyId !== undefined) return `The workers have no key that opens what was encrypted with "${keyId}".`;
  if (!isSealed(input)) return 'This submission takes encrypted commands only, and this one was not.';
  const { sealedFor, revision } = toFields(input, 'the update');
  const named = isFields(sealedFor) ? sealedFor : {};
  const isMeant = named['workflowId'] === workflowId && named['message'] === message && isCount(revision);
  return isMeant ? undefined : 'This command was encrypted for another submission, another command or no revision.';
}

export class UpdateDecider {
  private validated: ValidatedUpdate | undefined;

  constructor(private readonly runId: string) {}

  /**
   * Checks that an update was sealed for this run and this message. What was sealed for another run, and could be copied
   * from its history, is refused like what was not sealed at all.
   *
   * @throws ApplicationFailure `not_sealed`
   */
  checkSealed(state: Submission, name: CommandName, input: unknown): void {
    const fault = findSealFault(input, { workflowId: toWorkflowId(state), message: name });
    if (fault !== undefined) throw this.toFailure(state, { code: 'not_sealed', message: fault });
  }

  /** Decides for the validator. @throws ApplicationFailure of the refusal's code */
  validate(state: Submission, name: CommandName, args: readonly unknown[]): void {
    this.validated = { name, input: args[0], state, decided: this.decideAnew(state, name, args) };
  }

  /**
   * Decides for the handler. It takes over what the validator has just decided of the same input on the very same state.
   * Otherwise it decides anew: a replay calls the handler alone, and whatever another message changed in between counts.
   * Both ways end alike, since deciding depends on nothing else.
   *
   * @throws ApplicationFailure of the refusal's code
   */
  decide(state: Submission, name: CommandName, args: readonly unknown[]): DecidedUpdate {
    const { validated } = this;
    this.validated = undefined;
    const isSame = validated?.name === name && validated.input === args[0] && validated.state === state;
    return isSame ? validated.decided : this.decideAnew(state, name, args);
  }

  /**
   * Parses and decides; an update id that was applied before is not decided again and has no event. The whole step is
   * played to its answer, since an error of the handler would fail the workflow task again and again, where here it
   * refuses the update. Sizes are measured on the way: by `parse`, before anything is decided on what came in, and by
   * `evolve` as each list grows. A limit on the finished answer would refuse the very command that gets a submission out.
   */
  private decideAnew(state: Submission, name: CommandName, args: readonly unknown[]): DecidedUpdate {
    try {
      const { command, actor, request } = parseUpdate(name, args);
      const before = findApplied(state, request?.id);
      if (before) return defined({ actor, request, before });
      const outcome = decide(state, command, actor, now());
      if ('refusal' in outcome) throw this.toFailure(state, outcome.refusal);
      toView(evolve(state, outcome.event), this.runId);
      return defined({ actor, request, event: outcome.event });
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const message = error instanceof Malformed ? error.message : 'the update does not fit';
      throw this.toFailure(state, { code: 'malformed', message });
    }
  }

  /**
   * Turns a refusal into a failure that also says where the submission stands and who brought it there, for a person
   * whose command came too late.
   */
  private toFailure(state: Submission, { code, message, checks }: Refusal): ApplicationFailure {
    const current = toCurrent(toView(state, this.runId));
    const details = [defined({ current, checks: checks?.slice(0, limits.checks) })];
    return ApplicationFailure.create({ type: code, message, nonRetryable: true, details });
  }
}
