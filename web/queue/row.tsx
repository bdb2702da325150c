/** One submission of the list: what it is, why it is here, who sent it, how long it waits, what the checks found. */
import { isOutline, isShown, isUncertain } from '../api/client';
import type { SubmissionItem } from '../api/answers';
import { companyPath, useDesk } from '../api/desk';
import { toList, toPath } from '../api/place';
import { useReading } from '../api/reading';
import { onLink } from '../api/use-place';
import { Age, useNow } from '../components/when';
import { displayName, lastAct } from '../model/acts';
import { moment } from '../model/format';
import { nameHere, type Row as QueueRow, toneHere, valueHere, whyHere } from '../model/rows';
import { texts } from '../texts';

function Findings({ checks: { errors, warnings } }: Pick<SubmissionItem, 'checks'>) {
  return (
    <>
      {errors > 0 && <span class="mark wrong">{texts.queue.errors(errors)}</span>}
      {warnings > 0 && <span class="mark attention">{texts.queue.warnings(warnings)}</span>}
    </>
  );
}

/** It left the list while it was on the screen: what happened, by whom and when. */
function Gone({ item: { companyId, projectId, status } }: { readonly item: SubmissionItem }) {
  const { onProblem } = useDesk();
  const now = useNow();
  const { value: view, problem } = useReading(
    companyPath(companyId, `submissions/${projectId}`),
    isShown,
    0,
    onProblem,
  );
  if (view && isOutline(view)) return <span class="mark">{texts.status[view.status]}</span>;
  const act = view && lastAct(view);
  if (!act) return <span class="mark">{problem && !isUncertain(problem) ? texts.status[status] : texts.loading}</span>;
  return <span class="mark">{texts.queue.goneBy(act.what, act.who, moment(act.at, now))}</span>;
}

interface RowProps {
  readonly row: QueueRow;
  /** Absent: it cannot be chosen. */
  readonly choice?: { readonly isChosen: boolean; readonly toggle: () => void } | undefined;
}

export function Row({ row: { item, isGone, isUnread }, choice }: RowProps) {
  const { go, place } = useDesk();
  const { projectId, customer, sentBy, waitingSince } = item;
  const name = nameHere(item);
  const value = valueHere(item);
  const target = { ...toList(place), projectId };
  return (
    <li class={isGone ? 'row gone' : 'row'}>
      {choice && !isGone && (
        <label class="choose">
          <input
            type="checkbox"
            checked={choice.isChosen}
            onChange={choice.toggle}
            aria-label={texts.queue.select(name)}
          />
        </label>
      )}
      <a
        class="row-link"
        href={toPath(target)}
        aria-current={place.projectId === projectId ? 'true' : undefined}
        onClick={onLink(() => go(target))}
      >
        <span class="row-name">{name}</span>
        <span class="row-age">
          <Age since={waitingSince} />
        </span>
        <span class="row-what">{customer?.name}</span>
        <span class="row-value">{value}</span>
        <span class="row-more">
          <span class="row-marks">
            {isGone ? <Gone item={item} /> : <span class={`mark ${toneHere(item)}`}>{whyHere(item)}</span>}
            {!isGone && <Findings checks={item.checks} />}
            {isUnread && <span class="mark attention">{texts.queue.unread}</span>}
          </span>
          <span class="row-from">
            {projectId} · {displayName(sentBy)}
          </span>
        </span>
      </a>
    </li>
  );
}
