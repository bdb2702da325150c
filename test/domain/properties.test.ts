import { fc } from '../support/fast-check';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseEnv } from '../../adapters/env';
import { SubmissionState } from '../../workflows/contract/view';
import { isClosed, type Submission } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import type { Step } from '../support/domain/run';
import { Story } from '../support/domain/stories';

/** How many random stories; CI asks for more. */
const { FC_RUNS: numRuns } = parseEnv(z.object({ FC_RUNS: z.coerce.number().int().positive().default(10_000) }));

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}

/** What may be said of one revision by the end. */
class Acceptances {
  private readonly accepted = new Set<number>();
  private readonly rejectedAfter = new Set<number>();

  see({ before, event }: Step): void {
    const { revision } = before;
    const accepted = this.accepted.has(revision);
    if (event.type === 'accepted') {
      must(!accepted, 'at most one accept a revision');
      this.accepted.add(revision);
    }
    if (event.type === 'rejected' && accepted) {
      must(before.status === 'parked', 'after the accept a reject comes only from parked');
      must(!this.rejectedAfter.has(revision), 'after the accept comes at most one reject');
      this.rejectedAfter.add(revision);
    }
    if (['exported', 'parked', 'settled', 'retried'].includes(event.type)) {
      must(accepted && !this.rejectedAfter.has(revision), 'an export follows an accept of that very revision');
    }
  }
}

const withoutTimeline = ({ timeline: _timeline, ...rest }: Submission) => Object.entries(rest);
const isSameButTimeline = (a: Submission, b: Submission): boolean => {
  const members = new Map<string, unknown>(withoutTimeline(b));
  return withoutTimeline(a).every(([key, member]) => members.get(key) === member) && members.size === countKeys(a) - 1;
};
const countKeys = (value: object): number => Object.keys(value).length;

function checkStep({ before, event, after }: Step): void {
  must(
    after.revision === before.revision + (event.type === 'resent' ? 1 : 0),
    'only resend raises the revision, by one',
  );
  if (event.type === 'ignored' || isClosed(before)) {
    must(event.type === 'ignored', 'a closed submission never changes');
    must(isSameButTimeline(after, before), 'a refused command changes nothing');
  } else if (event.type === 'commented') {
    must(after.status === before.status && after.waitingSince === before.waitingSince, 'a comment decides nothing');
  } else if (event.type === 'preflight_requested') {
    must(after.status === before.status && 'preflight' in after, 'a question changes nothing but that it is asked');
  } else {
    must(after.status !== before.status, 'what is legal is not lost');
  }
  const hasSent = 'sentAt' in after;
  if (after.status === 'parked') must(hasSent === (after.parked.code === 'outcome_unknown'), 'sentAt means unknown');
}

/** A field of a submission that this version has not heard of, as the next one may add it. */
const addedLater = { addedLater: { text: 'kept' } } as const;

const stageFields: Readonly<Record<Submission['status'], readonly string[]>> = {
  awaiting_decision: ['preflight', 'question'],
  rejected: [],
  retrieved: [],
  withdrawn: [],
  exporting: ['job', 'attempts', 'sentAt', 'retry'],
  parked: ['job', 'attempts', 'sentAt', 'parked'],
  exported: ['job', 'attempts', 'receipt'],
};
const everyStageField = new Set(Object.values(stageFields).flat());

/** What belongs to every status survives every event; what belongs to one status is gone after it. */
function checkFields(state: Submission): void {
  must(
    isDeepStrictEqual((state as Partial<typeof addedLater>).addedLater, addedLater.addedLater),
    'no field of the shared state is lost',
  );
  const leftOver = Object.keys(state).filter(
    (key) => everyStageField.has(key) && !stageFields[state.status].includes(key),
  );
  must(leftOver.length === 0, `no field of another status survives: ${leftOver.join(', ')}`);
}

function checkView(state: Submission): void {
  const shown = SubmissionState.safeParse(toView(state, 'run-1'));
  must(shown.success, `the view fits its schema: ${shown.error?.message ?? ''}`);
}

function checkTimeline({ timeline }: Submission, steps: readonly Step[]): void {
  const told = timeline.entries.flatMap(({ type, times }) => Array.from({ length: times ?? 1 }, () => type));
  must(timeline.omitted === 0, 'a short story is told in full');
  must(
    isDeepStrictEqual(told, ['submitted', ...steps.map(({ event }) => event.type)]),
    'the timeline tells all, in order',
  );
  const times = timeline.entries.map((entry) => entry.at);
  must(isDeepStrictEqual(times, [...times].sort()), 'the timeline is in order of time');
}

/** The view is checked at the end, and of some: each beginning of a story is a story, too. */
function tell(seeds: readonly number[]): Story {
  const [first = 0, ...rest] = seeds;
  const story = new Story(first);
  story.run.state = { ...story.run.state, ...addedLater };
  try {
    for (const seed of rest) story.step(seed);
    const acceptances = new Acceptances();
    for (const step of story.run.steps) {
      checkStep(step);
      checkFields(step.after);
      acceptances.see(step);
    }
    checkFields(story.run.state);
    checkTimeline(story.run.state, story.run.steps);
    if (seeds.length % 4 === 0) checkView(story.run.state);
  } catch (error) {
    throw new Error([`The story:`, ...story.lines].join('\n'), { cause: error });
  }
  return story;
}

const streams = (maxLength: number) =>
  fc.array(fc.noBias(fc.integer({ min: 0, max: 0xffffffff })), { minLength: 1, maxLength, size: 'max' });

it('whatever comes by whatever door in whatever order, every promise of the gate holds', () => {
  fc.assert(
    fc.property(streams(24), (seeds) => {
      tell(seeds);
    }),
    { numRuns },
  );
});

it('random stories reach every status, every refusal and many revisions', () => {
  const seen = new Set<string>();
  for (const seeds of fc.sample(streams(60), { numRuns: 400, seed: 7 })) {
    const story = tell(seeds);
    for (const line of story.lines) seen.add(line.replace(/.* came to /, ''));
    seen.add(`revision ${story.run.state.revision}`);
    seen.add(story.run.state.status);
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...[
        'accepted',
        'rejected',
        'resent',
        'retrieved',
        'withdrawn',
        'retried',
        'settled',
        'parked',
        'exported',
        'commented',
      ],
      ...['not_awaiting_decision', 'not_resendable', 'not_parked', 'not_withdrawable', 'already_closed'],
      ...['stale_revision', 'same_person', 'outcome_unknown', 'project_breaks_rules', 'signals_off', 'malformed'],
      ...['applied before', 'exporting', 'awaiting_decision', 'revision 5'],
    ]),
  );
});
