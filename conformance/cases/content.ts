/** What was sent is what is held. */
import type { Bench } from '../subject';
import { orderFor, type Case } from '../orders';
import type { ErpContent } from '../../activities/erp-content';
import type { Trial } from './case';

const odd = 'O\'Hara & "Söhne" <b>%s</b> {} ; -- 東京 🏗️ \\';

async function mustKeep(bench: Bench, changes: (one: Case) => ErpContent): Promise<void> {
  const one = bench.orders.newCase();
  const order = orderFor(one.reference, one.content(changes(one)));
  const { ids } = await bench.bring(order);
  await bench.mustHold(one.reference, order.request.content, ids);
}

export const content: readonly Trial[] = [
  {
    title: 'Texts are held as they were sent, whatever is in them',
    why: 'A text that comes back changed is a difference that a person must settle.',
    run: (bench) =>
      mustKeep(bench, ({ reference }) => ({
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
    title: '2,000 cost codes are held as they were sent',
    why: 'That many a project may have.',
    run: (bench) =>
      mustKeep(bench, () => ({
        costCodes: Array.from({ length: 2_000 }, (_, index) => ({
          code: `C-${index}`,
          name: `Cost code ${index}`,
          costTypes: ['Labor'],
          budget: `${index}.10`,
        })),
      })),
  },
];
