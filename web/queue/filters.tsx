/** The statuses as links with their counts; each is a place of its own. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../api/desk';
import { type StatusFilter, statusFilters, toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { texts } from '../texts';
import type { QueueRows } from './use-queue';

const filterName = (filter: StatusFilter): string => (filter === 'all' ? texts.filter.all : texts.status[filter]);

/** The classes that say at which edge a list that scrolls has more. */
function useEdges() {
  const list = useRef<HTMLUListElement>(null);
  const [edges, setEdges] = useState('');
  const look = (): void => {
    if (!list.current) return;
    const { scrollLeft, scrollWidth, clientWidth } = list.current;
    const before = scrollLeft > 1 ? ' more-before' : '';
    setEdges(`${before}${scrollLeft + clientWidth < scrollWidth - 1 ? ' more-behind' : ''}`);
  };
  // Counts that arrive make it longer.
  useLayoutEffect(look);
  useEffect(() => {
    addEventListener('resize', look);
    return () => removeEventListener('resize', look);
  }, []);
  return { list, edges, look };
}

export function Filters({ filter: chosen, counts }: Pick<QueueRows, 'filter' | 'counts'>) {
  const { go, companyId } = useDesk();
  const { list, edges, look } = useEdges();
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [list, chosen]);
  return (
    <nav class={`filters${edges}`} aria-label={texts.queue.filters}>
      <ul ref={list} onScroll={look}>
        {statusFilters.map((filter) => {
          const count = filter === 'all' ? undefined : counts?.[filter];
          return (
            <li key={filter}>
              <a
                href={toPath({ at: 'queue', companyId, filter })}
                class={count === 0 ? 'nothing' : ''}
                aria-current={filter === chosen ? 'page' : undefined}
                onClick={onLink(() => go({ filter }))}
              >
                {filterName(filter)}
                {count !== undefined && count > 0 && <span class="count">{count}</span>}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
