/** A job number belongs to one record, and a refusal names its holder. */
import { PreflightAnswer, Conflict } from '../../adapters/erp/http/protocol';
import type { Subject } from '../subject';
import { show, type AgentAnswer } from '../caller';
import { orderFor, type Sample } from '../orders';
import { must, NotTried } from '../result';
import type { Case } from './case';

function mustNameHolder(answer: AgentAnswer, asked: string): void {
  must(answer.status === 409, `An order with a number that is taken was answered with ${show(answer)}, not with 409.`);
  const conflict = Conflict.safeParse(answer.json);
  const isNamed = conflict.success && conflict.data.reference !== asked;
  must(isNamed, `The 409 does not name who holds the number, {"reference": …}: ${show(answer)}.`);
}

function readPreflight(answer: AgentAnswer): PreflightAnswer {
  const preflight = PreflightAnswer.safeParse(answer.json);
  must(answer.status === 200 && preflight.success, `A preflight was answered with ${show(answer)}.`);
  return preflight.data;
}

const wanting = (
  subject: Subject,
  number: string,
): { readonly one: Sample; readonly order: ReturnType<typeof orderFor> } => {
  const one = subject.orders.newSample();
  return { one, order: orderFor(one.reference, one.content({}, number)) };
};

export const numbers: readonly Case[] = [
  {
    title: 'An order with the job number of another record is refused with its holder, and nothing is written',
    why: 'An approver chooses another number only if the answer says that this one is taken.',
    run: async (subject) => {
      const { one: holder, order, record } = await subject.made();
      const { one, order: second } = wanting(subject, holder.number);
      mustNameHolder(await subject.settle(second), one.reference);
      await subject.mustHoldNothing(one.reference);
      await subject.mustHold(holder.reference, order.request.content, record.ids);
      const other = orderFor(one.reference, one.content());
      const { ids } = await subject.bring(other);
      await subject.mustHold(one.reference, other.request.content, ids);
    },
  },
  {
    title: 'If two projects request one job number at once, only one of them gets it',
    why: 'Checking that a number is free and taking it must be one step.',
    run: async (subject) => {
      const { number } = subject.orders.newSample();
      const both = [wanting(subject, number), wanting(subject, number)];
      const answers = await Promise.all(both.map(({ order }) => subject.settle(order)));
      const done = answers.filter(({ status }) => status === 200);
      must(done.length === 1, `They were answered with ${answers.map(show).join(' and ')}.`);
      for (const [index, answer] of answers.entries()) {
        const reference = both[index]?.one.reference ?? '';
        if (answer.status === 200) continue;
        mustNameHolder(answer, reference);
        await subject.mustHoldNothing(reference);
      }
    },
  },
  {
    title: 'A refused order is carried out when it is sent again after the cause was removed',
    why: 'A person corrects the ERP and retries. A refusal that is cached by its key would last for ever.',
    run: async (subject) => {
      const { one: holder, order } = await subject.made();
      const { one, order: second } = wanting(subject, holder.number);
      mustNameHolder(await subject.settle(second), one.reference);
      const { number } = subject.orders.newSample();
      await subject.bring(orderFor(holder.reference, holder.content({}, number), order.request.content));
      const { ids } = await subject.bring(second);
      await subject.mustHold(one.reference, second.request.content, ids);
    },
  },
  {
    title: 'A preflight names the holder of a number and shows the existing record',
    why: 'An approver learns of a conflict before the export. A server may omit this call.',
    run: async (subject) => {
      const { one: holder } = await subject.made();
      const { reference } = subject.orders.newSample();
      const preflight = (by: string): Promise<AgentAnswer> =>
        subject.caller.call({ operation: 'preflight', body: { reference: by, number: holder.number } });
      const answer = await preflight(reference);
      if ([404, 405, 501].includes(answer.status)) throw new NotTried('The server has no preflight.');
      const { numberHolder } = readPreflight(answer);
      must(numberHolder !== undefined, `The preflight of a number that is taken named no holder: ${show(answer)}.`);
      const own = await preflight(holder.reference);
      const found = readPreflight(own);
      must(found.numberHolder === undefined, `A record was named as the holder of its own number: ${show(own)}.`);
      const isShown = found.record?.reference === holder.reference;
      must(isShown, `The preflight of an existing reference did not show the record: ${show(own)}.`);
    },
  },
];
