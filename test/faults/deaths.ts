/** Processes that die in the middle: the worker at each step of an export, and the ERP in the middle of a call. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../support/processes/fault-proxy';
import { waitFor } from '../../dev/processes/wait-for';
import { Meeting, submitBatch } from './batch';
import type { Play } from './play';
import { drawn } from './seed';
import { aSignal } from './signal';
import type { Turn } from './turn';

/** Where each of the submissions is when the worker dies. The read-back is the second look-up. */
const steps: readonly Pick<Turn, 'call' | 'nth'>[] = [
  { call: 'look-up', nth: 0 },
  { call: 'look-up', nth: 0 },
  { call: 'write', nth: 0 },
  { call: 'write', nth: 0 },
  { call: 'write', nth: 0 },
  { call: 'look-up', nth: 1 },
  { call: 'look-up', nth: 1 },
];
const inFlight = 3;
const answered = new Set([1, 4, 6]);

const workerKilled: Play = {
  id: 'worker-killed',
  run: async ({ gate, findProxy, server }, seed) => {
    let held = 0;
    const killing = aSignal();
    const next = aSignal();

    /** Reaches the ERP never, or late: beside the write of the next attempt. */
    const notSentOn: Fault = async ({ forward, hungUp, body }) => {
      held += 1;
      await hungUp;
      if (drawn(seed, body) < 0.5) return 'broken';
      await next.given;
      return forward();
    };
    const onItsWay: Fault = ({ forward }) => {
      held += 1;
      return killing.given.then(() => forward());
    };
    const answeredToNobody: Fault = async ({ forward, hungUp }) => {
      await forward();
      held += 1;
      await hungUp;
      return 'broken';
    };
    const faultAt = (step: number): Fault =>
      step === inFlight ? onItsWay : answered.has(step) ? answeredToNobody : notSentOn;

    const meeting = new Meeting(
      seed,
      ({ call, nth, reference }) => {
        if (call === 'write' && nth > 0) next.give();
        const step = Number(reference.split('-').at(-1));
        const at = steps[step];
        return at?.call === call && at.nth === nth ? faultAt(step) : undefined;
      },
      server.lookUp,
    );
    findProxy('worker-killed').plan = meeting.plan;
    const batch = await submitBatch({ gate, companyId: 'worker-killed', seed, submissions: steps.length });
    await waitFor('each submission at its step', () => held >= steps.length);
    killing.give();
    await gate.killWorker();
    gate.startWorker();
    const fault = 'worker killed at each step';
    return { id: 'worker-killed', fault, exports: steps.length, meetsAll: true, batch, met: meeting.met };
  },
};

const longMs = 120;

const erpKilled: Play = {
  id: 'erp-killed',
  run: async ({ gate, findProxy, server }, seed) => {
    const submissions = 5;
    const victim = Math.floor(drawn(seed, 'victim') * submissions);
    const killed = aSignal();
    const dies: Fault = async ({ forward }) => {
      const answer = forward();
      await delay(drawn(seed, 'moment') * longMs);
      await server.kill();
      killed.give();
      return answer;
    };
    const isVictim = (reference: string): boolean => reference.endsWith(`-${victim}`);
    const meeting = new Meeting(
      seed,
      ({ call, nth, reference }) => (call === 'write' && nth === 0 && isVictim(reference) ? dies : undefined),
      server.lookUp,
    );
    findProxy('erp-killed').plan = meeting.plan;
    const costCodes = Array.from({ length: 500 }, (_, index) => ({
      code: String(index),
      name: `Cost code ${index}`,
      costTypes: ['Labor'],
      budget: '10.00',
    }));
    const changes = { costCodes };
    const batch = await submitBatch({ gate, companyId: 'erp-killed', seed, submissions, changes });
    await killed.given;
    await server.restart();
    const fault = 'ERP killed in the middle of a call';
    return { id: 'erp-killed', fault, exports: submissions, meetsAll: false, batch, met: meeting.met };
  },
};

export const deaths: readonly Play[] = [workerKilled, erpKilled];
