/** The workflow of a submission: submitted, decided, exported. It takes the messages; the rules are in `domain/`. */
import { allHandlersFinished, CancellationScope, condition, setHandler } from '@temporalio/workflow';
import { createChildren } from './children';
import { commandNames } from './contract/command-table';
import type { SubmissionRecord } from './contract/record';
import { isClosed } from './domain/submission';
import { requestPreflight, runExport } from './export';
import { takeSignals } from './interceptors';
import {
  appliedQuery,
  commandSignals,
  commandUpdates,
  descriptions,
  recordQuery,
  viewQuery,
  type SubmissionInput,
} from './messages';
import { createReminder, startNotice } from './notices';
import { continueAs, createPublisher, isTimeToContinue, now } from './run';
import { toStart } from './start';
import { SubmissionRun } from './submission-run';
import { startWriteBack } from './write-back';

/**
 * Runs a submission until it is closed.
 * @returns the final state with its revisions, as the `record` query answers it
 */
export async function submission(input: SubmissionInput): Promise<SubmissionRecord> {
  const run = new SubmissionRun(toStart(input));
  // Before any handler: messages that came with the start are handled as soon as one is set.
  const publish = createPublisher(run.state);
  const keepReminder = createReminder(run);
  const children = createChildren();

  setHandler(viewQuery, () => run.view());
  setHandler(recordQuery, () => run.record());
  setHandler(appliedQuery, (id) => run.findApplied(id) ?? null);
  CancellationScope.current().cancelRequested.catch(() => run.onCancel());
  takeSignals((name, args) => run.onSignal(name, args));
  for (const name of commandNames) {
    const description = descriptions[name];
    // Signals come by `takeSignals`; their handlers are set for the description, which ops are shown.
    setHandler(commandSignals[name], (...args) => run.onSignal(name, args), { description });
    const validator = (...args: unknown[]) => run.validate(name, args);
    setHandler(commandUpdates[name], (...args) => run.onUpdate(name, args), { description, validator });
  }

  return CancellationScope.nonCancellable(async () => {
    for (;;) {
      // The loop alone issues commands, once what came in is handled and each update is completed. Messages, answers
      // and timers change only the state: the SDK may hand them over together or one by one, after a restart otherwise
      // than before, and both must give the same commands in the same order.
      await condition(allHandlersFinished);
      const { state, runId } = run;
      publish(state);
      for (const { notice, n } of run.takeNotices()) startNotice(children, notice, n);
      keepReminder();
      if (isClosed(state)) {
        startWriteBack(children, state, runId);
        await condition(() => children.areStarted() && allHandlersFinished());
        return run.record();
      }
      if (state.status === 'exporting') {
        run.apply(await runExport(state, run.isSealed, now));
        continue;
      }
      const due = run.beginPreflight();
      // No decision waits for the answer.
      if (due) void requestPreflight(due, now).then((answer) => run.onPreflightAnswered(due, answer));
      const mayContinue = () => isTimeToContinue() && !run.isInPreflight && children.areStarted();
      await condition(() => run.hasWorkSince(state) || mayContinue());
      if (!run.hasWorkSince(state)) await continueAs(run.toContinued());
    }
  });
}
