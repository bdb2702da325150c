/** The left pane: which status, which search, and the rows. */
import { useEffect } from 'preact/hooks';
import { useDesk } from '../api/desk';
import { Empty } from '../components/notice';
import { rowKey } from '../model/rows';
import { texts } from '../texts';
import { BulkBar } from './bulk';
import { Download } from './download';
import { EmptyQueue } from './empty-queue';
import { Narrow } from './narrow';
import { Row } from './row';
import { Search } from './search';
import { useBulk } from './use-bulk';
import type { QueueRows } from './use-queue';

function Fresh({ fresh, isFreshOpen, show }: Pick<QueueRows, 'fresh' | 'isFreshOpen' | 'show'>) {
  return (
    <div aria-live="polite">
      {fresh > 0 && (
        <button type="button" class="fresh" onClick={show}>
          {texts.queue.fresh(fresh, isFreshOpen)}
        </button>
      )}
    </div>
  );
}

/** What a list that is too long to be read again on every change may hide. */
function Unread({ rows, show }: Pick<QueueRows, 'rows' | 'show'>) {
  const count = rows.filter(({ isUnread }) => isUnread).length;
  if (count === 0) return null;
  return (
    <div class="unread">
      <p>{texts.queue.unreadNote(count)}</p>
      <button type="button" onClick={show}>
        {texts.queue.showAnew}
      </button>
    </div>
  );
}

function useTabTitle(count: number): void {
  const { grants } = useDesk();
  useEffect(() => {
    document.title = texts.queue.tab(count, grants.name);
  }, [count, grants.name]);
}

export function Queue({ queue }: { readonly queue: QueueRows }) {
  const { rows, counts, filter, more, isLoading } = queue;
  const { refresh } = useDesk();
  const bulk = useBulk(rows, filter);
  useTabTitle(counts?.awaiting_decision ?? 0);
  return (
    <section class="queue" aria-labelledby="queue-title">
      <h1 id="queue-title" class="unseen">
        {texts.queue.title}
      </h1>
      <Search />
      <Download {...queue} />
      <Narrow {...queue} />
      <Fresh {...queue} />
      <BulkBar bulk={bulk} isMore={more !== undefined} onDone={refresh} />
      {isLoading && <Empty title={texts.loading} />}
      {!isLoading && rows.length === 0 && <EmptyQueue {...queue} />}
      <ul class="rows">
        {rows.map((row) => (
          <Row
            key={rowKey(row.item)}
            row={row}
            choice={bulk.name && { isChosen: bulk.chosen.includes(row.item), toggle: () => bulk.toggle(row.item) }}
          />
        ))}
      </ul>
      <Unread rows={rows} show={queue.show} />
      {more && (
        <button type="button" class="more" onClick={() => void more()}>
          {texts.queue.more}
        </button>
      )}
    </section>
  );
}
