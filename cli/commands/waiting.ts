/** The command that waits until a submission has reached a status. */
import { pause } from '../../client/repeat';
import { isPassing } from '../../client/problem';
import type { ShownStatus } from '../../workflows/contract/codes';
import type { ShownSubmission } from '../../workflows/contract/outline';
import { readChoice, readDuration } from '../arguments';
import { type Command, type Context, deskLink, refusal, say, sayJson, isJson } from '../command';
import type { Ending } from '../exit-codes';
import { Failure } from '../failure';
import { outlineText, viewLines } from '../show';
import { labelled } from '../text';
import { readProjectId } from '../writing';

const goals = ['decided', 'exported', 'parked'] as const;
type Goal = (typeof goals)[number];

interface Ends {
  /** The statuses that end the wait with success. */
  readonly reached: readonly ShownStatus[];
  /** The statuses from which the goal is not reached without a person. */
  readonly missed: readonly ShownStatus[];
}

const ends: Readonly<Record<Goal, Ends>> = {
  decided: {
    reached: ['rejected', 'exporting', 'parked', 'exported'],
    missed: ['retrieved', 'withdrawn', 'terminated'],
  },
  exported: { reached: ['exported'], missed: ['rejected', 'retrieved', 'parked', 'withdrawn', 'terminated'] },
  parked: { reached: ['parked'], missed: ['rejected', 'retrieved', 'exported', 'withdrawn', 'terminated'] },
};

const tenMinutesMs = 600_000;
const betweenMs = 1_000;

interface Waited {
  readonly view: ShownSubmission;
  readonly text: string;
  readonly ending: Ending;
}

/** What is paused goes on by itself once it is unpaused; what cannot be loaded takes ops. */
const toEnding = (view: ShownSubmission, goal: Goal): Ending | undefined => {
  if ('unreadable' in view) return 'otherEnd';
  const { status } = view;
  if (ends[goal].reached.includes(status)) return 'ok';
  return ends[goal].missed.includes(status) ? 'otherEnd' : undefined;
};

/** What passes by itself is waited out. @throws Failure when the time is up, or the problem will not pass */
async function waited(context: Context, projectId: string, goal: Goal, withinMs: number): Promise<Waited> {
  const { client, companyId, io } = context;
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(withinMs)]);
  let last = 'the service gave no answer';
  for (;;) {
    const answer = await client.view({ companyId, projectId }, { signal });
    if (signal.aborted) throw givenUp(io.signal, `${projectId} is not ${goal}: ${last}`);
    if ('problem' in answer) {
      if (!isPassing(answer.problem)) throw refusal(context, answer.problem, { projectId });
      last = answer.problem.detail;
    } else {
      const { value: view, text } = answer;
      const ending = toEnding(view, goal);
      if (ending) return { view, text, ending };
      last = 'paused' in view ? outlineText(view).why : `it is ${view.status}`;
    }
    await pause(betweenMs, signal);
  }
}

const givenUp = (interrupt: AbortSignal, last: string): Failure =>
  interrupt.aborted
    ? new Failure('interrupted', { what: 'cancelled', remedy: 'run the command again to continue waiting' })
    : new Failure('timeUp', {
        what: `the timeout has passed and ${last}`,
        remedy: 'wait again, longer with --timeout 1h',
      });

export const wait: Command = {
  summary: 'wait until a submission is decided, exported or parked',
  words: '<project>',
  examples: ['ledgergate wait 1042', 'ledgergate wait 1042 --until decided --timeout 2h && ledgergate show 1042'],
  notes:
    'Exits with 7 if the submission is rejected, retrieved, withdrawn or parked instead of exported.\n' +
    'If the service cannot be reached, the command keeps trying.',
  options: {
    until: { takes: goals.join(' | '), help: 'default: exported' },
    timeout: { takes: '<time>', help: 'the longest wait, such as 90s, 10m or 2h; default: 10m' },
  },
  run: async (context) => {
    const goal = readChoice(context.given, 'until', goals) ?? 'exported';
    const projectId = readProjectId(context);
    const { view, text, ending } = await waited(
      context,
      projectId,
      goal,
      readDuration(context.given, 'timeout', tenMinutesMs),
    );
    if (isJson(context)) sayJson(context, text);
    say(context, [...viewLines(view), labelled('desk', deskLink(context, projectId))]);
    return ending;
  },
};
