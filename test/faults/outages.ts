/** Faults that last until something ends them: the network, or an operator. */
import { waitFor } from '../../dev/processes/wait-for';
import { Meeting, submitBatch, type Ordered } from './batch';
import type { Play, Stage } from './play';
import { answers } from './faults';

const submissions = 3;

const everyOne = async (batch: readonly Ordered[], is: (one: Ordered) => Promise<boolean>): Promise<boolean> =>
  (await Promise.all(batch.map(is))).every(Boolean);

const connectionRefused: Play = {
  id: 'refused-connection',
  run: async ({ gate, findProxy }, seed) => {
    const proxy = findProxy('refused-connection');
    await proxy.stop();
    const batch = await submitBatch({ gate, companyId: 'refused-connection', seed, submissions });
    const failed = new Map<string, number>();
    const hasFailed = async ({ handle, reference }: Ordered): Promise<boolean> => {
      failed.set(reference, (await gate.attempts(handle)) - 1);
      return (failed.get(reference) ?? 0) > 0;
    };
    await waitFor('a second attempt of each', () => everyOne(batch, hasFailed));
    await proxy.open();
    const met = (reference: string): number => failed.get(reference) ?? 0;
    return { id: 'refused-connection', fault: 'connection refused', exports: submissions, meetsAll: true, batch, met };
  },
};

const isParked = async ({ gate }: Stage, { handle }: Ordered): Promise<boolean> =>
  (await gate.state(handle)).status === 'parked';

/** Who is not parked waits in the circuit; one retry by a person lets all go. */
const credentials: Play = {
  id: 'denied',
  run: async (stage, seed) => {
    const { gate, findProxy, server } = stage;
    let isMended = false;
    const meeting = new Meeting(seed, () => (isMended ? undefined : answers(401)), server.lookUp);
    findProxy('denied').plan = meeting.plan;
    const batch = await submitBatch({ gate, companyId: 'denied', seed, submissions });
    const isHeld = async (one: Ordered): Promise<boolean> =>
      (await gate.attempts(one.handle)) > 1 || (await isParked(stage, one));
    await waitFor('each parked or waiting', () => everyOne(batch, isHeld));
    isMended = true;
    for (const one of batch) if (await isParked(stage, one)) await gate.retry(one.handle);
    const { met } = meeting;
    return { id: 'denied', fault: '401', exports: submissions, meetsAll: false, batch, met };
  },
};

export const outages: readonly Play[] = [connectionRefused, credentials];
