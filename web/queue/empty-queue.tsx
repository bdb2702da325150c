/** Why there are no rows: nothing waits, nothing matches, nothing may be seen, or nobody answers. */
import type { ProblemDetails } from '../api/answers';
import { useDesk } from '../api/desk';
import type { StatusFilter } from '../api/place';
import { Empty } from '../components/notice';
import { texts } from '../texts';

interface EmptyQueueProps {
  readonly filter: StatusFilter;
  readonly problem: ProblemDetails | undefined;
}

function Nothing({ filter }: Pick<EmptyQueueProps, 'filter'>) {
  if (filter === 'awaiting_decision') {
    return <Empty title={texts.queue.emptyAwaiting} note={texts.queue.emptyAwaitingNote} />;
  }
  return <Empty title={filter === 'all' ? texts.queue.emptyAll : texts.queue.emptyStatus(texts.status[filter])} />;
}

export function EmptyQueue({ filter, problem }: EmptyQueueProps) {
  const { go, place } = useDesk();
  if (problem?.status === 403 || problem?.status === 404) {
    return <Empty title={texts.queue.noPermission} note={texts.queue.noPermissionNote} />;
  }
  if (problem) return <Empty title={texts.queue.unreachable} />;
  if (place.search === undefined) return <Nothing filter={filter} />;
  const { search: _search, ...rest } = place;
  return (
    <Empty title={texts.queue.emptySearch} note={texts.queue.emptySearchNote}>
      <button type="button" onClick={() => go(rest)}>
        {texts.queue.clear}
      </button>
    </Empty>
  );
}
