/** Waiting orders are visible, and confirmed records survive a restart of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Subject } from '../subject';
import { orderFor } from '../orders';
import { must, NotTried } from '../result';
import type { Case } from './case';

/** After the order was sent. */
const restartAfterMs = [0, 20, 100] as const;
const comesBackWithinMs = 120_000;

function requireRestart(subject: Subject): () => Promise<void> {
  const { restart } = subject;
  if (!restart) throw new NotTried('No command that restarts the server was given (--restart-command).');
  return async () => {
    await restart();
    const deadline = Date.now() + comesBackWithinMs;
    const { reference } = subject.orders.newSample();
    while (!(await isBack(subject, reference))) {
      must(Date.now() < deadline, 'The server did not answer within two minutes of its restart.');
      await delay(100);
    }
  };
}

const isBack = (subject: Subject, reference: string): Promise<boolean> =>
  subject.caller.call({ operation: 'find', body: { reference } }).then(
    ({ status }) => status < 500,
    () => false,
  );

export const lasting: readonly Case[] = [
  {
    title: 'An order that was accepted for later is shown by the look-up until it is finished',
    why: 'A look-up that shows neither record nor order means that nothing will be written.',
    run: async (subject) => {
      const { reference, content } = subject.orders.newSample();
      const order = orderFor(reference, content());
      const answer = await subject.send(order);
      if (answer.status !== 202) throw new NotTried('The server processes orders at once and does not answer 202.');
      const { record, isWaiting } = await subject.look(reference);
      must(
        record !== undefined || isWaiting,
        'The order was answered with 202; the look-up shows neither it nor a record.',
      );
      const { ids } = await subject.bring(order);
      await subject.mustHold(reference, order.request.content, ids);
    },
  },
  {
    title: 'A record that was confirmed still exists after a restart',
    why: 'A 200 promises that the record is stored.',
    run: async (subject) => {
      const restart = requireRestart(subject);
      const { one, order, record } = await subject.made();
      await restart();
      await subject.mustHold(one.reference, order.request.content, record.ids);
      const again = await subject.bring(order);
      subject.mustBeOne(one.reference, [record.ids, again.ids]);
    },
  },
  {
    title: 'An order during which the server restarts is carried out completely or not at all, and only once',
    why: 'Servers are restarted during working hours.',
    run: async (subject) => {
      const restart = requireRestart(subject);
      for (const afterMs of restartAfterMs) {
        const { reference, content } = subject.orders.newSample();
        const order = orderFor(reference, content());
        const sent = subject.send(order).then(
          () => undefined,
          () => undefined,
        );
        await delay(afterMs);
        await restart();
        await sent;
        const { record } = await subject.look(reference);
        if (record) await subject.mustHold(reference, order.request.content);
        const { ids } = await subject.bring(order);
        await subject.mustHold(reference, order.request.content, ids);
      }
    },
  },
];
