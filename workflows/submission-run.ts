/**
 * Applies messages to the state of one run, and does nothing else. What follows from a message (a timer, an activity, a
 * notice) waits for the loop of `submission()`, which alone issues commands.
 */
import { setCurrentDetails } from '@temporalio/workflow';
import type { RefusalCode } from './contract/codes';
import { commandNames, type CommandName } from './contract/command-table';
import { defined } from './contract/defined';
import { limits } from './contract/limits';
import type { Notice } from './contract/notice';
import { findMissingKey } from './contract/sealed';
import { showText } from './contract/text';
import type { UpdateAnswer } from './contract/standing';
import type { SubmissionRecord } from './contract/record';
import type { Actor, SubmissionState } from './contract/view';
import { findQuestion } from './domain/comments';
import { decide, dueWithdraw } from './domain/decide';
import { describeState } from './domain/describe';
import type { Event, PreflightAnswered } from './domain/events';
import { evolve } from './domain/evolve';
import { toEventNotice, toReminderNotice, toSubmitNotice } from './domain/notices';
import { claimedActor, parseSignal } from './domain/parse';
import { toStanding } from './domain/standing';
import { countNotice, findApplied, isClosed, recordApplied, requestWithdraw } from './domain/submission';
import type { IdempotencyRecord, Submission } from './domain/submission';
import { toRecord, toView } from './domain/view';
import type { Awaiting } from './export';
import type { Continued } from './messages';
import { now } from './run';
import type { Start } from './start';
import { UpdateDecider } from './update-decider';

/** A notice that the loop still has to start. `n` counts the notices of the run. */
interface Unsent {
  readonly notice: Notice;
  readonly n: number;
}

export class SubmissionRun {
  /** The id of the first run of the chain. A run that continues another keeps its id. */
  readonly runId: string;
  /** Whether the first run of the chain began sealed. Only sealed updates are believed then. */
  readonly isSealed: boolean;
  private current: Submission;
  private readonly unsent: Unsent[] = [];
  /** The revisions whose preflight is running. */
  private readonly inPreflight = new Set<number>();
  private readonly decider: UpdateDecider;

  constructor({ state, runId, isSealed, isNew }: Start) {
    this.runId = runId;
    this.isSealed = isSealed;
    this.current = state;
    this.decider = new UpdateDecider(runId);
    if (isNew) this.notify(toSubmitNotice(state, runId));
    this.describe();
  }

  get state(): Submission {
    return this.current;
  }

  /** Returns what the run that continues this one needs. */
  toContinued(): Continued {
    return defined({ state: this.current, runId: this.runId, sealed: this.isSealed ? true : undefined });
  }

  view(): SubmissionState {
    return toView(this.current, this.runId);
  }

  record(): SubmissionRecord {
    return toRecord(this.current, this.runId);
  }

  /**
   * Finds the command that was applied under an update id, in this run or in one that it continues. Temporal remembers
   * only the ids of one run.
   */
  findApplied(id: string | undefined): IdempotencyRecord | undefined {
    return findApplied(this.current, id);
  }

  /** Applies an event. A cancel that could not be applied before is applied as soon as it is legal. */
  apply(event: Event): void {
    this.current = evolve(this.current, event);
    this.notify(toEventNotice(this.current, this.runId, event));
    const withdraw = dueWithdraw(this.current, now());
    if (withdraw) this.current = evolve(this.current, withdraw);
    this.describe();
  }

  /**
   * Applies a signal. It has no caller who could get an error, so a signal that is not legal is recorded in the
   * timeline, and nothing is thrown.
   */
  onSignal(signal: string, args: readonly unknown[]): void {
    const name = commandNames.find((known) => known === signal);
    if (!name) {
      this.ignore(signal, claimedActor(args[0]), 'unknown_signal');
      return;
    }
    try {
      const { command, actor } = parseSignal(name, args);
      if (this.current.policy.rawSignals === 'none') {
        this.ignore(name, actor, 'signals_off');
        return;
      }
      const outcome = decide(this.current, command, actor, now());
      if ('event' in outcome) this.apply(outcome.event);
      else this.ignore(name, actor, outcome.refusal.code);
    } catch {
      this.ignore(name, claimedActor(args[0]), 'malformed');
    }
  }

  /**
   * Refuses an update before it is accepted, so that a refusal leaves no trace in the history. A replay does not call
   * this, so that it needs no keys to come to the same.
   *
   * @throws ApplicationFailure of the refusal's code
   */
  validate(name: CommandName, args: readonly unknown[]): void {
    if (this.isSealed || findMissingKey(args[0]) !== undefined) this.decider.checkSealed(this.current, name, args[0]);
    this.decider.validate(this.current, name, args);
  }

  /**
   * Applies an update and answers at once where the submission stands. An update that was applied before is answered and
   * changes nothing. The answer stays in the history for good, so the document is not in it.
   */
  onUpdate(name: CommandName, args: readonly unknown[]): UpdateAnswer {
    const { actor: by, request, before, event } = this.decider.decide(this.current, name, args);
    if (event) {
      this.apply(event);
      if (request) this.current = recordApplied(this.current, { ...request, command: name, at: event.at });
    }
    const { at, bodyHash } = before ?? { at: event?.at ?? now(), ...request };
    return { ...toStanding(this.view(), { command: name, at, by }), ...defined({ bodyHash }) };
  }

  /**
   * Treats `temporal workflow cancel` as a withdraw, because a run that simply ended could leave a record that nobody
   * knows of.
   */
  onCancel(): void {
    if (this.current.withdrawRequested || isClosed(this.current)) return;
    this.current = requestWithdraw(this.current, { id: 'temporal', channel: 'cancel' }, now());
    const withdraw = dueWithdraw(this.current, now());
    if (withdraw) this.apply(withdraw);
    else this.describe();
  }

  /** Reminds the approvers, once for each revision. */
  onReminderDue(): void {
    this.notify(toReminderNotice(this.current, this.runId, now()));
    this.current = { ...this.current, remindedRevision: this.current.revision };
  }

  /**
   * Returns the state whose preflight is due, if there is one. From then on that preflight is running, and a second one
   * of the same revision waits for it.
   */
  beginPreflight(): Awaiting | undefined {
    const { current } = this;
    if (!this.isPreflightDue(current)) return undefined;
    this.inPreflight.add(current.revision);
    return current;
  }

  /** Applies the answer of a preflight, unless another preflight was requested in the meantime. */
  onPreflightAnswered({ revision, preflight }: Awaiting, answer: PreflightAnswered): void {
    this.inPreflight.delete(revision);
    const isReplaced = this.current.status === 'awaiting_decision' && this.current.preflight !== preflight;
    if (!isReplaced) this.apply(answer);
  }

  get isInPreflight(): boolean {
    return this.inPreflight.size > 0;
  }

  /** Returns the notices that have to be started. Each is returned once. */
  takeNotices(): readonly Unsent[] {
    return this.unsent.splice(0);
  }

  /** Whether the loop has something to do since it published this state. New timeline entries alone are nothing. */
  hasWorkSince(published: Submission): boolean {
    const { current } = this;
    const isPublished =
      current.status === published.status &&
      current.revision === published.revision &&
      current.checks === published.checks &&
      findQuestion(current) === findQuestion(published);
    return !isPublished || this.unsent.length > 0 || this.isPreflightDue(current);
  }

  private isPreflightDue(state: Submission): state is Awaiting {
    return (
      state.status === 'awaiting_decision' && state.preflight !== undefined && !this.inPreflight.has(state.revision)
    );
  }

  /** Records an ignored signal. It sends no notice and does not change the details, so that a flood costs little. */
  private ignore(signal: string, by: Actor | undefined, code: RefusalCode): void {
    const unknown: Actor = { id: 'unknown', channel: 'signal' };
    const named = showText(signal, limits.keyChars);
    this.current = evolve(this.current, { type: 'ignored', at: now(), by: by ?? unknown, signal: named, code });
  }

  private notify(notice: Notice | undefined): void {
    if (!notice) return;
    this.current = countNotice(this.current);
    this.unsent.push({ notice, n: this.current.noticesSent ?? 0 });
  }

  private describe(): void {
    setCurrentDetails(describeState(this.current));
  }
}
