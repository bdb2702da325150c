/** Each reference has one record, regardless of how often orders are sent. */
import { Conflict } from '../../adapters/erp/http/protocol';
import type { Subject } from '../subject';
import { show, type AgentAnswer } from '../caller';
import { orderFor } from '../orders';
import { must } from '../result';
import { mustRefuseForItself } from './refusal';
import type { Case } from './case';

/** After the order was sent: while it is read, worked on, and answered. */
const cutAfterMs = [0, 2, 5, 10, 20, 50, 100, 200, 500] as const;
const atOnce = 6;

/** Of the same order: each is done, will be, or says that another is. */
const mayMeetItself = ({ status, json }: AgentAnswer, reference: string): boolean => {
  if ([200, 202, 429].includes(status)) return true;
  const conflict = Conflict.safeParse(json);
  return status === 409 && (!conflict.success || conflict.data.reference === reference);
};

/** Shortly afterwards the record exists completely or not at all. */
async function cutAndAskAgain(subject: Subject, afterMs: number): Promise<void> {
  const { reference, content } = subject.orders.newSample();
  const order = orderFor(reference, content());
  await subject.caller.cutOff({ operation: 'export', body: order.request, key: order.key }, afterMs);
  const { record } = await subject.look(reference);
  if (record) await subject.mustHold(reference, order.request.content);
  const { ids } = await subject.bring(order);
  await subject.mustHold(reference, order.request.content, ids);
  if (record) subject.mustBeOne(reference, [record.ids, ids]);
}

export const once: readonly Case[] = [
  {
    title: 'An order creates one record, which the look-up finds at once with everything that was sent',
    why: 'The look-up decides whether something is written. A record that it does not find is created again.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      await subject.mustHold(one.reference, order.request.content, record.ids);
    },
  },
  {
    title: "A record names the ERP's own id of it as `job`",
    why: 'Links into the ERP use it, and it is written into Procore.',
    run: async (subject) => {
      const { one, record } = await subject.made();
      const { record: found } = await subject.look(one.reference);
      for (const ids of [record.ids, found?.ids ?? {}]) {
        must(
          ids['job'] !== undefined,
          `The record of ${one.reference} has no job among its ids: ${JSON.stringify(ids)}.`,
        );
      }
    },
  },
  {
    title: 'The same order sent again is answered with the same record',
    why: 'An order is sent again whenever its answer was lost.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      for (const _time of [2, 3]) {
        const again = await subject.bring(order);
        subject.mustBeOne(one.reference, [record.ids, again.ids]);
      }
      await subject.mustHold(one.reference, order.request.content, record.ids);
    },
  },
  {
    title: 'The same order sent many times at once creates one record',
    why: 'A slow order is repeated while it is still running, so orders of one reference must wait for each other.',
    run: async (subject) => {
      const { reference, content } = subject.orders.newSample();
      const order = orderFor(reference, content());
      const answers = await Promise.all(Array.from({ length: atOnce }, () => subject.send(order)));
      for (const answer of answers) {
        must(mayMeetItself(answer, reference), `One of the same orders was answered with ${show(answer)}.`);
      }
      const done = answers.filter(({ status }) => status === 200).map((answer) => subject.writtenBy(answer, order).ids);
      const { ids } = await subject.bring(order);
      subject.mustBeOne(reference, [...done, ids]);
      await subject.mustHold(reference, order.request.content, ids);
    },
  },
  {
    title: 'An order whose caller disconnects is carried out completely or not at all, and only once',
    why: 'Connections break. The order is looked up and sent again at once, while the first one may still be running.',
    run: async (subject) => {
      for (const afterMs of cutAfterMs) await cutAndAskAgain(subject, afterMs);
    },
  },
  {
    title: 'A record with other content is not overwritten by an order that expects no record',
    why: 'Another person may have changed or created it, so a person decides.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      const other = orderFor(one.reference, one.content({ name: 'Another name' }));
      await mustRefuseForItself(subject, await subject.settle(other), one.reference);
      // A key that was seen is no reason to take another content for done; a server may find it strange.
      const sameKey = await subject.settle({ ...other, key: order.key });
      if (sameKey.status !== 422) await mustRefuseForItself(subject, sameKey, one.reference);
      await subject.mustHold(one.reference, order.request.content, record.ids);
    },
  },
];
