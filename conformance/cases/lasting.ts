/** What waits is shown, and what was answered outlives the server. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from '../subject';
import { orderFor } from '../orders';
import { must, NotTried } from '../result';
import type { Trial } from './case';

/** After the order was sent. */
const restartAfterMs = [0, 20, 100] as const;
const comesBackWithinMs = 120_000;

function requireRestart(bench: Bench): () => Promise<void> {
  const { restart } = bench;
  if (!restart) throw new NotTried('No command was given that restarts the server (--restart-command).');
  return async () => {
    await restart();
    const deadline = Date.now() + comesBackWithinMs;
    const { reference } = bench.orders.newCase();
    while (!(await isBack(bench, reference))) {
      must(Date.now() < deadline, 'The server did not come back within two minutes of its restart.');
      await delay(100);
    }
  };
}

const isBack = (bench: Bench, reference: string): Promise<boolean> =>
  bench.caller.call({ operation: 'find', body: { reference } }).then(
    ({ status }) => status < 500,
    () => false,
  );

export const lasting: readonly Trial[] = [
  {
    title: 'An order that was taken for later is shown by the look-up until it is done',
    why: 'A look-up that shows neither record nor order says that nothing comes any more.',
    run: async (bench) => {
      const { reference, content } = bench.orders.newCase();
      const order = orderFor(reference, content());
      const answer = await bench.send(order);
      if (answer.status !== 202) throw new NotTried('The server works on an order at once: it does not answer 202.');
      const { record, isWaiting } = await bench.look(reference);
      must(
        record !== undefined || isWaiting,
        'The order was answered with 202; the look-up shows neither it nor a record.',
      );
      const { ids } = await bench.bring(order);
      await bench.mustHold(reference, order.request.content, ids);
    },
  },
  {
    title: 'A record that was answered is there after a restart',
    why: '200 says that it is written.',
    run: async (bench) => {
      const restart = requireRestart(bench);
      const { one, order, record } = await bench.made();
      await restart();
      await bench.mustHold(one.reference, order.request.content, record.ids);
      const again = await bench.bring(order);
      bench.mustBeOne(one.reference, [record.ids, again.ids]);
    },
  },
  {
    title: 'An order in whose middle the server is restarted is done as a whole or not at all, and once',
    why: 'Servers are restarted in the middle of the day.',
    run: async (bench) => {
      const restart = requireRestart(bench);
      for (const afterMs of restartAfterMs) {
        const { reference, content } = bench.orders.newCase();
        const order = orderFor(reference, content());
        const sent = bench.send(order).then(
          () => undefined,
          () => undefined,
        );
        await delay(afterMs);
        await restart();
        await sent;
        const { record } = await bench.look(reference);
        if (record) await bench.mustHold(reference, order.request.content);
        const { ids } = await bench.bring(order);
        await bench.mustHold(reference, order.request.content, ids);
      }
    },
  },
];
