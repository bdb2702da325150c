/** Why there are no rows: nothing waits, nothing matches, nothing may be seen, or nobody answers. */
import type { ProblemDetails } from '../api/answers';
import { useDesk } from '../api/desk';
import { widen } from '../api/place';
import { Empty } from '../components/notice';
import { isNarrowed } from '../model/listing';
import { texts } from '../texts';
import type { QueueRows } from './use-queue';

type EmptyQueueProps = Pick<QueueRows, 'filter' | 'problem' | 'setOrder'>;

function Nothing({ filter }: Pick<EmptyQueueProps, 'filter'>) {
  if (filter === 'awaiting_decision') {
    return <Empty title={texts.queue.emptyAwaiting} note={texts.queue.emptyAwaitingNote} />;
  }
  return <Empty title={filter === 'all' ? texts.queue.emptyAll : texts.queue.emptyStatus(texts.status[filter])} />;
}

/** Without order and filters the list is there at once, and also where a company has too much for an order. */
function Busy({ setOrder }: Pick<EmptyQueueProps, 'setOrder'>) {
  const { go, place } = useDesk();
  const onNewest = (): void => {
    setOrder('newest');
    if (isNarrowed(place)) go(widen(place));
  };
  return (
    <Empty title={texts.queue.busy} note={texts.queue.busyNote}>
      <button type="button" onClick={onNewest}>
        {texts.queue.orders.newest}
      </button>
    </Empty>
  );
}

function Unread({ problem, setOrder }: Pick<EmptyQueueProps, 'setOrder'> & { readonly problem: ProblemDetails }) {
  if (problem.status === 403 || problem.status === 404) {
    return <Empty title={texts.queue.noPermission} note={texts.queue.noPermissionNote} />;
  }
  return problem.code === 'busy' ? <Busy setOrder={setOrder} /> : <Empty title={texts.queue.unreachable} />;
}

export function EmptyQueue({ filter, problem, setOrder }: EmptyQueueProps) {
  const { go, place } = useDesk();
  if (problem) return <Unread {...{ problem, setOrder }} />;
  if (place.search === undefined && !isNarrowed(place)) return <Nothing filter={filter} />;
  const note = place.search === undefined ? texts.queue.emptyNarrowedNote : texts.queue.emptySearchNote;
  return (
    <Empty title={texts.queue.emptySearch} note={note}>
      <button type="button" onClick={() => go(widen(place))}>
        {texts.queue.clearAll}
      </button>
    </Empty>
  );
}
