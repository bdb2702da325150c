/** A job number belongs to one record, and who asks for it is told to whom. */
import { Checked, Conflict } from '../../adapters/erp/http/protocol';
import type { Bench } from '../subject';
import { show, type AgentAnswer } from '../caller';
import { orderFor, type Case } from '../orders';
import { must, NotTried } from '../result';
import type { Trial } from './case';

function mustNameHolder(answer: AgentAnswer, asked: string): void {
  must(answer.status === 409, `An order for a number that is taken was answered with ${show(answer)}, not with 409.`);
  const conflict = Conflict.safeParse(answer.json);
  const isNamed = conflict.success && conflict.data.reference !== asked;
  must(isNamed, `The 409 does not name who holds the number, {"reference": …}: ${show(answer)}.`);
}

function checkedBy(answer: AgentAnswer): Checked {
  const checked = Checked.safeParse(answer.json);
  must(answer.status === 200 && checked.success, `A question was answered with ${show(answer)}.`);
  return checked.data;
}

const wanting = (bench: Bench, number: string): { readonly one: Case; readonly order: ReturnType<typeof orderFor> } => {
  const one = bench.orders.newCase();
  return { one, order: orderFor(one.reference, one.content({}, number)) };
};

export const numbers: readonly Trial[] = [
  {
    title: 'A job number of another record is refused with its holder, and nothing is written',
    why: 'An approver gives another number only when told that this one is taken.',
    run: async (bench) => {
      const { one: holder, order, record } = await bench.made();
      const { one, order: second } = wanting(bench, holder.number);
      mustNameHolder(await bench.settle(second), one.reference);
      await bench.mustHoldNothing(one.reference);
      await bench.mustHold(holder.reference, order.request.content, record.ids);
      const other = orderFor(one.reference, one.content());
      const { ids } = await bench.bring(other);
      await bench.mustHold(one.reference, other.request.content, ids);
    },
  },
  {
    title: 'A job number that two projects want at once goes to one of them',
    why: 'Asking whether it is free and taking it must be one step.',
    run: async (bench) => {
      const { number } = bench.orders.newCase();
      const both = [wanting(bench, number), wanting(bench, number)];
      const answers = await Promise.all(both.map(({ order }) => bench.settle(order)));
      const done = answers.filter(({ status }) => status === 200);
      must(done.length === 1, `They were answered with ${answers.map(show).join(' and ')}.`);
      for (const [index, answer] of answers.entries()) {
        const reference = both[index]?.one.reference ?? '';
        if (answer.status === 200) continue;
        mustNameHolder(answer, reference);
        await bench.mustHoldNothing(reference);
      }
    },
  },
  {
    title: 'An order that was refused is done when it is sent again after its reason is gone',
    why: 'Somebody mends it in the ERP and retries: a no that is remembered by its key would last for ever.',
    run: async (bench) => {
      const { one: holder, order } = await bench.made();
      const { one, order: second } = wanting(bench, holder.number);
      mustNameHolder(await bench.settle(second), one.reference);
      const { number } = bench.orders.newCase();
      await bench.bring(orderFor(holder.reference, holder.content({}, number), order.request.content));
      const { ids } = await bench.bring(second);
      await bench.mustHold(one.reference, second.request.content, ids);
    },
  },
  {
    title: 'Asked before a decision, it names the holder of a number and shows the record that is there',
    why: 'An approver sees it before the export does. The call may be left out.',
    run: async (bench) => {
      const { one: holder } = await bench.made();
      const { reference } = bench.orders.newCase();
      const ask = (by: string): Promise<AgentAnswer> =>
        bench.caller.call({ operation: 'check', body: { reference: by, number: holder.number } });
      const answer = await ask(reference);
      if ([404, 405, 501].includes(answer.status)) throw new NotTried('The server takes no questions.');
      const { numberHolder } = checkedBy(answer);
      must(numberHolder !== undefined, `Asked about a number that is taken, it named no holder: ${show(answer)}.`);
      const own = await ask(holder.reference);
      const found = checkedBy(own);
      must(found.numberHolder === undefined, `A record was named as the holder against itself: ${show(own)}.`);
      const isShown = found.record?.reference === holder.reference;
      must(isShown, `Asked about a reference that is there, it did not show the record: ${show(own)}.`);
    },
  },
];
