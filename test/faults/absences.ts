/** An agent that does not come for its orders: for a while, or for longer than the export waits. */
import { waitFor } from '../../dev/processes/wait-for';
import { endInTime, Meeting, submitBatch, type Ordered } from './batch';
import { answerLost } from './faults';
import type { Play, Stage } from './play';

const submissions = 3;

const everyOne = async (batch: readonly Ordered[], is: (one: Ordered) => Promise<boolean>): Promise<boolean> =>
  (await Promise.all(batch.map(is))).every(Boolean);

/** Each answer to an order is lost: what waits is learnt by look-ups alone. */
function planMeeting({ server, findProxy }: Stage, id: string, seed: number): Meeting {
  const meeting = new Meeting(
    seed,
    ({ call, nth }) => (call === 'write' && nth === 0 ? answerLost : undefined),
    server.lookUp,
  );
  findProxy(id).plan = meeting.plan;
  return meeting;
}

/** Its order was sent, and it was looked up again since. */
const isWaiting =
  ({ gate }: Stage, { met }: Meeting) =>
  async ({ reference, handle }: Ordered): Promise<boolean> =>
    met(reference) > 0 && (await gate.attempts(handle)) > 2;

const away: Play = {
  id: 'agent-away',
  run: async (stage, seed) => {
    const { gate, server } = stage;
    const meeting = planMeeting(stage, 'agent-away', seed);
    await server.agent?.('agent away');
    const batch = await submitBatch({ gate, companyId: 'agent-away', seed, submissions });
    await waitFor('each looked up again', () => everyOne(batch, async (one) => (await gate.attempts(one.handle)) > 2));
    // What it took outlives it, and the agent is there again.
    await server.restart();
    const fault = 'agent away, and the server restarted meanwhile';
    return { id: 'agent-away', fault, exports: submissions, meetsAll: true, batch, met: meeting.met };
  },
};

const gone: Play = {
  id: 'agent-gone',
  run: async (stage, seed) => {
    const { gate, server } = stage;
    const meeting = planMeeting(stage, 'agent-gone', seed);
    await server.agent?.('agent away');
    const batch = await submitBatch({ gate, companyId: 'agent-gone', seed, submissions });
    await endInTime(gate, batch, isWaiting(stage, meeting));
    const isParked = async ({ handle }: Ordered): Promise<boolean> => (await gate.state(handle)).status === 'parked';
    await waitFor('each parked', () => everyOne(batch, isParked));
    await server.agent?.('agent back');
    const rest = { exports: 0, parks: 'outcome_unknown' as const, meetsAll: true };
    return { id: 'agent-gone', fault: 'agent away until out of time', ...rest, batch, met: meeting.met };
  },
};

const retried: Play = {
  id: 'agent-late',
  run: async (stage, seed) => {
    const { gate, server } = stage;
    const meeting = planMeeting(stage, 'agent-late', seed);
    await server.agent?.('agent away');
    const batch = await submitBatch({ gate, companyId: 'agent-late', seed, submissions });
    await endInTime(gate, batch, isWaiting(stage, meeting));
    const isParked = async ({ handle }: Ordered): Promise<boolean> => (await gate.state(handle)).status === 'parked';
    await waitFor('each parked', () => everyOne(batch, isParked));
    await server.agent?.('agent back');
    for (const { handle } of batch) await gate.retry(handle);
    const fault = 'agent away until out of time, then a retry';
    return { id: 'agent-late', fault, exports: submissions, meetsAll: true, batch, met: meeting.met };
  },
};

export const absences: readonly Play[] = [away, gone, retried];
