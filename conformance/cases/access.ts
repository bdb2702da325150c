/** Access: only a caller with the token, the key and a current timestamp is accepted. */
import type { Credentials } from '../../adapters/erp/http/agent-request';
import type { Subject } from '../subject';
import { show, type Sent } from '../caller';
import { orderFor } from '../orders';
import { must } from '../result';
import type { Case } from './case';

const strangeKey = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const hour = 3_600_000;

/** Checks that a look-up and an order are both refused, and that nothing is created. */
async function mustTurnAway(subject: Subject, what: string, wrong: (body: object) => Partial<Sent>): Promise<void> {
  const { reference, content } = subject.orders.newSample();
  const { request, key } = orderFor(reference, content());
  const calls: readonly Sent[] = [
    { operation: 'find', body: { reference } },
    { operation: 'export', body: request, key },
  ];
  for (const call of calls) {
    const answer = await subject.caller.call({ ...call, ...wrong(call.body) });
    const isRefused = answer.status === 401 || answer.status === 403;
    must(isRefused, `${call.operation} with ${what} was answered with ${show(answer)}, not with 401 or 403.`);
  }
  await subject.mustHoldNothing(reference);
}

const withCredentials = (subject: Subject, what: string, credentials: Partial<Credentials>): Promise<void> =>
  mustTurnAway(subject, what, () => ({ credentials }));

export const access: readonly Case[] = [
  {
    title: 'A look-up of what was never sent answers 200 with no record',
    why: 'Any other answer could mean that the look-up failed, and a record would be created twice or never.',
    run: async (subject) => {
      const { record, isWaiting } = await subject.look(subject.orders.newSample().reference);
      must(record === undefined, 'A record was found under a reference that was never sent.');
      must(!isWaiting, 'An order waits under a reference that was never sent.');
    },
  },
  {
    title: 'A wrong token is refused',
    why: 'Anyone who finds the address could write into the ERP.',
    run: (subject) => withCredentials(subject, 'a wrong token', { token: 'not-the-token' }),
  },
  {
    title: 'A wrong signature is refused',
    why: 'A request that was changed in transit would be written.',
    run: async (subject) => {
      await withCredentials(subject, 'a signature by another key', { signingKey: strangeKey });
      const forged = { reference: subject.orders.newSample().reference };
      await mustTurnAway(subject, 'the signature of another body', (body) => ({ forged: { ...body, ...forged } }));
    },
  },
  {
    title: 'An old timestamp is refused, and so is one in the future',
    why: 'A recorded request could be replayed.',
    run: async (subject) => {
      await mustTurnAway(subject, 'a timestamp an hour old', () => ({ at: Date.now() - hour }));
      await mustTurnAway(subject, 'a timestamp an hour ahead', () => ({ at: Date.now() + hour }));
    },
  },
];
