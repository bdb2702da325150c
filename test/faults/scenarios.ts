/** Every fault, with how often and at which calls it is met, and the only ways in which an export may end behind it. */
import type { ParkedCode } from '../../workflows/contract/codes';
import type { Project } from '../../workflows/contract/project';
import type { Fault } from '../support/processes/fault-proxy';
import type { Server } from './servers';
import type { Turn } from './turn';
import {
  answerLost,
  answerLostBehind,
  anotherAnswer,
  answers,
  brokenOff,
  doubled,
  htmlForJson,
  late,
  tooSlow,
  translatedNo,
  truncated,
} from './faults';

export interface Scenario {
  /** The company of its submissions: each has its own connection to the one ERP. */
  readonly id: string;
  readonly fault: string;
  readonly submissions: number;
  readonly meet: (turn: Turn) => Fault | undefined;
  /** How many are exported; the others are parked with this code. */
  readonly exports: number;
  readonly parks?: ParkedCode;
  /** Whether the time of each export ends once an attempt has failed. */
  readonly runsOut?: boolean;
  readonly changes?: Partial<Project>;
  /** Two by two they want the same job number. */
  readonly shareNumbers?: boolean;
  /** False: not every submission meets a fault. */
  readonly meetsAll?: boolean;
}

type Choose = (turn: Turn) => Fault;

const batch = 3;

/** In the ERP before everything else. */
export const knownCustomer = { name: 'Known Customer', code: 'known' };

const pickOne =
  (...faults: readonly [Fault, ...Fault[]]): Choose =>
  ({ random, call, nth }) =>
    faults[Math.floor(random(`which ${call} ${nth}`) * faults.length)] ?? faults[0];

/** Met once or twice by the writes of each submission and perhaps once by its look-ups; then all is well. */
function passing(id: string, fault: string, choose: Choose, atLookUps = true): Scenario {
  const meet = (turn: Turn): Fault | undefined => {
    const { call, nth, random } = turn;
    const times = call === 'write' ? 1 + Math.floor(random('writes') * 2) : Math.floor(random('look-ups') * 2);
    return nth < times && (call === 'write' || atLookUps) ? choose(turn) : undefined;
  };
  return { id, fault, submissions: batch, meet, exports: batch };
}

/** Met again and again until the time for the export is over, or a person is asked. */
const lasting = (id: string, fault: string, parks: ParkedCode, meet: Scenario['meet'], rest = {}): Scenario => ({
  id,
  fault,
  submissions: batch,
  meet,
  exports: 0,
  parks,
  ...rest,
});

const never = (): undefined => undefined;
const unavailable = answers(503);
const soon = { 'retry-after': '1' };

const storms: Choose = pickOne(
  answers(429, soon),
  answers(500),
  answerLostBehind(502),
  answers(503, soon),
  answerLostBehind(504),
  answerLost,
  htmlForJson,
  truncated,
  brokenOff,
  anotherAnswer,
  translatedNo,
  late,
);

/** Every second call of the first ones, each with another fault. */
const storm = (id: string): Scenario => ({
  id,
  fault: 'all of these at random',
  submissions: batch,
  exports: batch,
  meetsAll: false,
  meet: (turn) => {
    const { call, nth, random } = turn;
    return nth < 2 && random(`met ${call} ${nth}`) < 0.5 ? storms(turn) : undefined;
  },
});

export const scenariosOn = ({ pretended, somethingElse }: Server): readonly Scenario[] => [
  passing('slow', 'slow past the time-out', pickOne(tooSlow, late)),
  passing('too-many', '429 with Retry-After', pickOne(answers(429, soon))),
  passing('error', '500', pickOne(answers(500), answerLostBehind(500))),
  passing('gateway', '502', pickOne(answers(502), answerLostBehind(502))),
  passing('unavailable', '503', pickOne(answers(503, soon), answerLostBehind(503))),
  passing('gateway-time', '504', pickOne(answers(504), answerLostBehind(504))),
  passing('lost', 'answer lost after commit', pickOne(answerLost)),
  passing('html', 'HTML for JSON', pickOne(htmlForJson)),
  passing('truncated', 'truncated JSON', pickOne(truncated, brokenOff)),
  passing('other-id', '200 with another id', pickOne(anotherAnswer)),
  // The customer is there: no other key of the ERP stands in the way of the race for our reference.
  { ...passing('doubled', 'duplicate key raised by a race', pickOne(doubled)), changes: { customer: knownCustomer } },
  passing('pretended', '200 for nothing written', pickOne(pretended), false),
  passing('words', '400 in translated words, passing', pickOne(translatedNo), false),
  storm('storm'),
  storm('second-storm'),
  {
    id: 'looked-up',
    fault: 'answer lost after commit, then only look-ups',
    submissions: batch,
    exports: batch,
    meet: ({ call, nth }) => (call === 'look-up' ? undefined : nth === 0 ? answerLost : unavailable),
  },
  lasting(
    ...(['lost-for-good', 'answer lost after commit, then 503 until out of time', 'outcome_unknown'] as const),
    ({ call, writes }) => (call === 'write' ? answerLost : writes === 0 ? undefined : unavailable),
    { runsOut: true },
  ),
  // After five of them the ERP is left alone: the last submissions may be turned away until their time is over.
  lasting('never-there', '503 before anything was sent, until out of time', 'out_of_time', () => unavailable, {
    runsOut: true,
    meetsAll: false,
  }),
  lasting('words-for-good', '400 in translated words, lasting', 'erp_refused', ({ call }) =>
    call === 'write' ? translatedNo : undefined,
  ),
  lasting('name-cut', 'something else is in the ERP', 'changed_in_erp', ({ call }) => somethingElse[call]),
  lasting('refused', 'data that the ERP refuses', 'erp_refused', never, {
    changes: { currency: 'EUR' },
    meetsAll: false,
  }),
  {
    id: 'numbers',
    fault: 'one job number for two, at once',
    submissions: 4,
    exports: 2,
    parks: 'erp_number_taken' as const,
    meet: never,
    shareNumbers: true,
    meetsAll: false,
  },
];
