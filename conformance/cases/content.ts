/** Content is stored as it was sent. */
import type { Subject } from '../subject';
import { orderFor, type Sample } from '../orders';
import type { ErpContent } from '../../activities/erp-content';
import type { Case } from './case';

const odd = 'O\'Hara & "Söhne" <b>%s</b> {} ; -- 東京 🏗️ \\';

async function mustKeep(subject: Subject, changes: (one: Sample) => ErpContent): Promise<void> {
  const one = subject.orders.newSample();
  const order = orderFor(one.reference, one.content(changes(one)));
  const { ids } = await subject.bring(order);
  await subject.mustHold(one.reference, order.request.content, ids);
}

export const content: readonly Case[] = [
  {
    title: 'Texts are stored exactly as they were sent',
    why: 'A text that is returned changed is a difference that a person must resolve.',
    run: (subject) =>
      mustKeep(subject, ({ reference }) => ({
        name: `${odd} ${reference}`,
        address: { line1: odd, city: odd, postalCode: '0042', country: 'DE' },
        costCodes: [
          { code: 'a', name: odd, costTypes: ['Labor'], budget: '-0.50' },
          { code: 'A', name: 'A', costTypes: ['Labor'], budget: '999999999999.99' },
          { code: '~/"', name: odd, costTypes: ['Labor'] },
        ],
      })),
  },
  {
    title: '2,000 cost codes are stored exactly as they were sent',
    why: 'A project may have that many.',
    run: (subject) =>
      mustKeep(subject, () => ({
        costCodes: Array.from({ length: 2_000 }, (_, index) => ({
          code: `C-${index}`,
          name: `Cost code ${index}`,
          costTypes: ['Labor'],
          budget: `${index}.10`,
        })),
      })),
  },
];
