/** The statuses as links with their counts; each is a place of its own. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../api/desk';
import { type StatusFilter, statusFilters, toPath } from '../api/place';
import { onLink } from '../api/use-place';
import { texts } from '../texts';
import type { QueueRows } from './use-queue';

const filterName = (filter: StatusFilter): string => (filter === 'all' ? texts.filter.all : texts.status[filter]);

/** Of a status, as edges fall between pixels. */
const almostAll = 0.95;

/** The classes that say at which edge a list that scrolls has more. Observed, as to measure would lay out the page. */
function useEdges() {
  const list = useRef<HTMLUListElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<Element | null>>(new Set());
  useEffect(() => {
    const root = list.current;
    const look: IntersectionObserverCallback = (entries) =>
      setHidden((before) => {
        const next = new Set(before);
        for (const { target, intersectionRatio } of entries) {
          if (intersectionRatio < almostAll) next.add(target);
          else next.delete(target);
        }
        return next;
      });
    const observer = new IntersectionObserver(look, { root, threshold: almostAll });
    for (const end of [root?.firstElementChild, root?.lastElementChild]) if (end) observer.observe(end);
    return () => observer.disconnect();
  }, []);
  const isHidden = (end: Element | null | undefined): boolean => end !== undefined && hidden.has(end);
  const before = isHidden(list.current?.firstElementChild) ? ' more-before' : '';
  return { list, edges: `${before}${isHidden(list.current?.lastElementChild) ? ' more-behind' : ''}` };
}

export function Filters({ filter: chosen, counts }: Pick<QueueRows, 'filter' | 'counts'>) {
  const { go, companyId } = useDesk();
  const { list, edges } = useEdges();
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [list, chosen]);
  return (
    <nav class={`filters${edges}`} aria-label={texts.queue.filters}>
      <ul ref={list}>
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
