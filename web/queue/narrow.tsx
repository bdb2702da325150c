/** What narrows the list and what orders it. The filters are part of the place; the order is kept by the browser. */
import { type Sort, sorts, waitingReasons } from '../../workflows/contract/codes';
import { useDesk } from '../api/desk';
import { type Narrowing, waits, widen } from '../api/place';
import { hasKinds, isNarrowed, isOrdered } from '../model/listing';
import { texts } from '../texts';
import type { QueueRows } from './use-queue';
import { defined } from '../../workflows/contract/defined';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly values: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onValue: (value: T) => void;
}

function Choice<T extends string>({ label, values, names, value, onValue }: ChoiceProps<T>) {
  const choose = (chosen: string): void => {
    const known = values.find((each) => each === chosen);
    if (known !== undefined) onValue(known);
  };
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {values.map((each) => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </select>
  );
}

const kinds = ['any', ...waitingReasons, 'asked'] as const;
type Kind = (typeof kinds)[number];
const anyWait = ['any', ...waits] as const;

const toNarrowing = (kind: Kind): Pick<Narrowing, 'why' | 'isAsked'> => {
  if (kind === 'asked') return { isAsked: true };
  return kind === 'any' ? {} : { why: kind };
};

export function Narrow({ filter, order, setOrder }: Pick<QueueRows, 'filter' | 'order' | 'setOrder'>) {
  const { place, go } = useDesk();
  if (!isOrdered(filter)) return null;
  const { why, waiting, isAsked } = place;
  const narrow = (change: Narrowing): void => go({ ...widen(place), ...defined({ search: place.search }), ...change });
  const kind: Kind = isAsked ? 'asked' : (why ?? 'any');
  return (
    <div class="narrow" role="group" aria-label={texts.queue.narrow}>
      {hasKinds(filter) && (
        <Choice
          label={texts.queue.kind}
          values={kinds}
          names={texts.queue.kinds}
          value={kind}
          onValue={(next) => narrow({ ...defined({ waiting }), ...toNarrowing(next) })}
        />
      )}
      <Choice
        label={texts.queue.waiting}
        values={anyWait}
        names={texts.queue.waits}
        value={waiting ?? 'any'}
        onValue={(next) => narrow({ ...toNarrowing(kind), ...defined({ waiting: next === 'any' ? undefined : next }) })}
      />
      <Choice<Sort>
        label={texts.queue.order}
        values={sorts}
        names={texts.queue.orders}
        value={order}
        onValue={setOrder}
      />
      {isNarrowed(place) && (
        <button type="button" class="plain" onClick={() => narrow({})}>
          {texts.queue.clearAll}
        </button>
      )}
    </div>
  );
}
