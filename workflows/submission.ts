/** The durable story: submitted → decided → exported. Messages come in here; the rules are in `domain/`. */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { RefusalCode } from './contract/codes';
import { commandNames, type CommandName } from './contract/command-table';
import { limits } from './contract/limits';
import type { Notice } from './contract/notice';
import type { Actor, SubmissionRecord, UpdateAnswer } from './contract/view';
import type { Refusal } from './domain/command';
import { decide, dueWithdraw } from './domain/decide';
import { describeState } from './domain/describe';
import type { Event } from './domain/events';
import { claimedActor, parseSignal, parseUpdate, type ParsedUpdate } from './domain/parse';
import { toEventNotice, toReminderNotice, toSubmitNotice } from './domain/notices';
import { Malformed } from './domain/read';
import { evolve } from './domain/evolve';
import { countNotice, isClosed, recordApplied, requestWithdraw } from './domain/submission';
import type { Submission } from './domain/submission';
import { showText } from './contract/text';
import { toCurrent, toRecord, toView } from './domain/view';
import { requestPreflight, runExport } from './export';
import {
  appliedQuery,
  commandSignals,
  commandUpdates,
  descriptions,
  recordQuery,
  viewQuery,
  type SubmissionInput,
} from './messages';
import { createChildren } from './children';
import { takeSignals } from './interceptors';
import { createReminder, startNotice } from './notices';
import { toStart } from './start';
import { startWriteBack } from './write-back';
import { continueAs, createPublisher, isTimeToContinue } from './run';

const now = (): string => new Date().toISOString();

const refusalFailure = ({ code, message, checks }: Refusal, state: Submission, runId: string): ApplicationFailure =>
  ApplicationFailure.create({
    type: code,
    message,
    nonRetryable: true,
    details: [{ current: toCurrent(toView(state, runId)), ...(checks && { checks: checks.slice(0, limits.checks) }) }],
  });

/** @returns the final state with its revisions, the same as the `record` query's answer */
export async function submission(input: SubmissionInput): Promise<SubmissionRecord> {
  const { runId, isNew, state: start } = toStart(input);
  let state = start;
  // Before any handler: messages that came with the start are handled as soon as one is set.
  const publish = createPublisher(state);

  const children = createChildren();
  /** Those that the loop has still to begin. */
  const untold: (() => void)[] = [];
  const tell = (notice: Notice | undefined): void => {
    if (!notice) return;
    state = countNotice(state);
    const { noticesTold = 0 } = state;
    untold.push(() => startNotice(children, notice, noticesTold));
  };
  if (isNew) tell(toSubmitNotice(state, runId));
  const keepReminder = createReminder({
    read: () => state,
    now: () => Date.parse(now()),
    onDue: () => {
      tell(toReminderNotice(state, runId, now()));
      state = { ...state, remindedOf: state.revision };
    },
  });

  const apply = (event: Event): void => {
    state = evolve(state, event);
    tell(toEventNotice(state, runId, event));
    const withdraw = dueWithdraw(state, now());
    if (withdraw) state = evolve(state, withdraw);
    setCurrentDetails(describeState(state));
  };

  const ignore = (signal: string, by: Actor | undefined, code: RefusalCode): void => {
    const unknown: Actor = { id: 'unknown', channel: 'signal' };
    // Nobody is told of it, and the details do not show it: a flood must cost little.
    const event = { at: now(), by: by ?? unknown, signal: showText(signal, limits.keyChars), code };
    state = evolve(state, { type: 'ignored', ...event });
  };

  const onSignal = (signal: string, args: readonly unknown[]): void => {
    const name = commandNames.find((known) => known === signal);
    if (!name) {
      ignore(signal, claimedActor(args[0]), 'unknown_signal');
      return;
    }
    try {
      const { command, actor } = parseSignal(name, args);
      if (state.policy.rawSignals === 'none') {
        ignore(name, actor, 'signals_off');
        return;
      }
      const outcome = decide(state, command, actor, now());
      if ('event' in outcome) apply(outcome.event);
      else ignore(name, actor, outcome.refusal.code);
    } catch {
      ignore(name, claimedActor(args[0]), 'malformed');
    }
  };

  /** Parses and decides; an update id that was applied before is not decided again. */
  const readUpdate = (name: CommandName, args: readonly unknown[]): { update: ParsedUpdate; event?: Event } => {
    try {
      const update = parseUpdate(name, args);
      if (appliedBefore(update)) return { update };
      const outcome = decide(state, update.command, update.actor, now());
      if ('refusal' in outcome) throw refusalFailure(outcome.refusal, state, runId);
      toView(evolve(state, outcome.event), runId);
      return { update, event: outcome.event };
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      const message = error instanceof Malformed ? error.message : 'the update does not fit';
      throw refusalFailure({ code: 'malformed', message }, state, runId);
    }
  };

  const appliedBefore = ({ request }: ParsedUpdate) => state.applied.find(({ id }) => id === request?.id);

  const onUpdate = (name: CommandName, args: readonly unknown[]): UpdateAnswer => {
    const { update, event } = readUpdate(name, args);
    const before = appliedBefore(update);
    if (event) {
      apply(event);
      if (update.request) state = recordApplied(state, { ...update.request, command: name, at: event.at });
    }
    const bodyHash = before?.bodyHash ?? update.request?.bodyHash;
    return { ...toView(state, runId), ...(bodyHash && { bodyHash }) };
  };

  const onCancel = (): void => {
    if (state.withdrawRequested || isClosed(state)) return;
    state = requestWithdraw(state, { id: 'temporal', channel: 'cancel' }, now());
    const withdraw = dueWithdraw(state, now());
    if (withdraw) apply(withdraw);
    setCurrentDetails(describeState(state));
  };

  CancellationScope.current().cancelRequested.catch(onCancel);
  setHandler(viewQuery, () => toView(state, runId));
  setHandler(recordQuery, () => toRecord(state, runId));
  setHandler(appliedQuery, (id) => state.applied.find((applied) => applied.id === id) ?? null);
  takeSignals(onSignal);
  for (const name of commandNames) {
    const description = descriptions[name];
    // For the description, which ops are shown.
    setHandler(commandSignals[name], (...args) => onSignal(name, args), { description });
    setHandler(commandUpdates[name], (...args) => onUpdate(name, args), {
      description,
      validator: (...args) => void readUpdate(name, args),
    });
  }
  setCurrentDetails(describeState(state));

  /** Revisions whose preflight is under way. No decision waits for the answer. */
  const inPreflight = new Set<number>();
  const isPreflightDue = (): boolean =>
    state.status === 'awaiting_decision' && state.preflight !== undefined && !inPreflight.has(state.revision);

  const isReplaced = (request: object | undefined): boolean =>
    state.status === 'awaiting_decision' && state.preflight !== request;

  const runPreflight = async (): Promise<void> => {
    if (state.status !== 'awaiting_decision') return;
    const { revision, preflight } = state;
    inPreflight.add(revision);
    const answer = await requestPreflight(state, now);
    inPreflight.delete(revision);
    // Requested again in the meantime, perhaps for another number: the loop starts that preflight, and its answer counts.
    if (!isReplaced(preflight)) apply(answer);
  };

  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      // The loop alone issues commands, once what came in is handled and each update is completed. Messages, answers
      // and timers change only the state: the SDK may hand them over together or one by one, after a restart otherwise
      // than before, and both must give the same commands in the same order.
      await condition(allHandlersFinished);
      publish(state);
      for (const begin of untold.splice(0)) begin();
      keepReminder();
      if (isClosed(state)) {
        startWriteBack(children, state, runId);
        await condition(() => children.areStarted() && allHandlersFinished());
        return toRecord(state, runId);
      }
      if (state.status === 'exporting') {
        apply(await runExport(state, now));
        continue;
      }
      if (isPreflightDue()) void runPreflight();
      const { status, revision, checks } = state;
      const isPublished = (): boolean =>
        state.status === status && state.revision === revision && state.checks === checks;
      const isIdle = (): boolean => isPublished() && untold.length === 0 && !isPreflightDue();
      const mayContinue = (): boolean => isTimeToContinue() && inPreflight.size === 0 && children.areStarted();
      await condition(() => !isIdle() || mayContinue());
      if (isIdle()) await continueAs({ state, runId });
    }
  });
}
