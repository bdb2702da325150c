/** The statuses as links with their counts; each is a place of its own. */
import { useDesk } from '../api/desk';
import { type StatusFilter, statusFilters, toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { texts } from '../texts';
import type { QueueRows } from './use-queue';

const filterName = (filter: StatusFilter): string => (filter === 'all' ? texts.filter.all : texts.status[filter]);

export function Filters({ filter: chosen, counts }: Pick<QueueRows, 'filter' | 'counts'>) {
  const { go, companyId } = useDesk();
  return (
    <nav class="filters" aria-label={texts.queue.filters}>
      <ul>
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
