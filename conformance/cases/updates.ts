/** A record is updated only if it has the expected content. */
import { isSameContent } from '../../activities/erp-content';
import { Conflict, Gone } from '../../adapters/erp/http/protocol';
import { show } from '../caller';
import { orderFor } from '../orders';
import { must } from '../result';
import { mustRefuseForItself } from './refusal';
import type { Case } from './case';

export const updates: readonly Case[] = [
  {
    title: 'A record with the expected content is updated and remains the same record',
    why: 'An update must not create a second record.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      const costCodes = [{ code: '01-500', name: 'Site', costTypes: ['Labor'], budget: '12.50' }];
      const update = orderFor(one.reference, one.content({ costCodes }), order.request.content);
      await subject.bring(update);
      await subject.mustHold(one.reference, update.request.content, record.ids);
    },
  },
  {
    title: 'A record with other content than expected is left unchanged',
    why: 'A change that a bookkeeper made in the ERP would be lost silently.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      const [stale, next] = [one.content({ number: 'P-2' }), one.content({ number: 'P-3' })];
      const answer = await subject.settle(orderFor(one.reference, next, stale));
      await mustRefuseForItself(subject, answer, one.reference);
      await subject.mustHold(one.reference, order.request.content, record.ids);
    },
  },
  {
    title: 'Content that returns to an earlier state is written each time',
    why: 'A server that answers a key from a cache reports success without writing.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      const [first, second] = [order.request.content, one.content({ number: 'P-2' })];
      for (const [from, to] of [
        [first, second],
        [second, first],
        [first, second],
        [second, first],
      ] as const) {
        await subject.bring(orderFor(one.reference, to, from));
        await subject.mustHold(one.reference, to, record.ids);
      }
    },
  },
  {
    title: 'Of two simultaneous updates of one record, one is written and the other is refused',
    why: 'Comparing and writing must be one step.',
    run: async (subject) => {
      const { one, order, record } = await subject.made();
      const wanted = ['P-2', 'P-3'].map((number) => one.content({ number }));
      const answers = await Promise.all(
        wanted.map((content) => subject.settle(orderFor(one.reference, content, order.request.content))),
      );
      const done = answers.flatMap(({ status }, index) => (status === 200 ? [wanted[index]] : []));
      must(done.length === 1, `Both were answered alike: ${answers.map(show).join(' and ')}.`);
      const told = answers.find(({ status }) => status !== 200);
      const isTold = told?.status === 409 && Conflict.safeParse(told.json).data?.reference === one.reference;
      must(isTold, `The other was answered with ${told ? show(told) : 'nothing'}, not with 409 and the reference.`);
      const held = await subject.look(one.reference);
      must(held.record !== undefined, 'The record is gone.');
      const isWritten = done[0] !== undefined && isSameContent(held.record.content, done[0]);
      must(isWritten, 'The record does not hold what the update that was answered with 200 said.');
      subject.mustBeOne(one.reference, [record.ids, held.record.ids]);
    },
  },
  {
    title: 'A record that is expected but was deleted is not created again',
    why: 'Somebody deleted it in the ERP, so a person decides.',
    run: async (subject) => {
      const { reference, content } = subject.orders.newSample();
      const answer = await subject.settle(orderFor(reference, content({ number: 'P-2' }), content()));
      const isGone = answer.status === 410 && Gone.safeParse(answer.json).success;
      must(isGone, `It was answered with ${show(answer)}, not with 410 {"code":"gone"}.`);
      await subject.mustHoldNothing(reference);
    },
  },
];
