/** What differs, field by field, with the reasons of the rejection beside the fields they named. */
import type { LastRejection, SubmissionView } from '../api/answers';
import { Notice } from '../components/notice';
import { When } from '../components/when';
import { displayName } from '../model/acts';
import { counted, type Difference, type Differences as List, pinned, sincePreviousRun } from '../model/differences';
import { fieldText } from '../model/format';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';

interface TableProps {
  readonly list: List;
  readonly before: string;
  readonly after: string;
}

function Value({ text, is }: { text: string | undefined; is: 'before' | 'after' }) {
  if (text === undefined) return <span class="quiet">{texts.none}</span>;
  return is === 'before' ? <del>{text}</del> : <ins>{text}</ins>;
}

interface LineProps extends Omit<TableProps, 'list'> {
  readonly difference: Difference;
}

function Line({ difference, before: beforeLabel, after: afterLabel }: LineProps) {
  const { pointer, before, after, complaints, isChanged } = difference;
  const shown = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : fieldText(pointer, text);
  const named = complaints.length > 0;
  return (
    <>
      <tr class={named ? 'named' : ''}>
        <th scope="row">{toLabel(pointer)}</th>
        {isChanged ? (
          <>
            <td data-label={beforeLabel}>
              <Value text={shown(before)} is="before" />
            </td>
            <td data-label={afterLabel}>
              <Value text={shown(after)} is="after" />
            </td>
          </>
        ) : (
          <td colSpan={2}>
            <span class="mark attention">{texts.difference.unchanged}</span>
          </td>
        )}
      </tr>
      {named && (
        <tr class="complaint">
          <td colSpan={3}>
            <span class="quiet">{texts.difference.complaint}</span> {complaints.join(' · ')}
          </td>
        </tr>
      )}
    </>
  );
}

export function DifferenceTable({ list, before, after }: TableProps) {
  if (list.shown.length === 0) return <p class="quiet">{texts.difference.nothing}</p>;
  return (
    <>
      <table class="differences">
        <thead>
          <tr>
            <th scope="col">{texts.difference.field}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {list.shown.map((difference, index) => (
            <Line key={`${String(index)} ${difference.pointer}`} {...{ difference, before, after }} />
          ))}
        </tbody>
      </table>
      {list.omitted > 0 && <p class="quiet">{texts.review.omitted(list.omitted)}</p>}
    </>
  );
}

interface NoticeProps {
  readonly rejection: LastRejection;
  readonly tone?: 'plain' | 'attention';
  /** False: they stand elsewhere. */
  readonly hasFields: boolean;
}

function RejectionNotice({ rejection, tone = 'plain', hasFields }: NoticeProps) {
  const { entries: fields, omitted } = counted(rejection.fields);
  return (
    <Notice tone={tone}>
      <p class="quiet">
        {texts.difference.rejected(displayName(rejection.by))}, <When at={rejection.at} />
        {rejection.category !== undefined && ` · ${rejection.category}`}
      </p>
      <p class="said">{rejection.reason}</p>
      {hasFields && (
        <ul>
          {fields.map(({ pointer, message }) => (
            <li key={`${pointer} ${message}`}>
              <strong>{toLabel(pointer)}</strong> {message}
            </li>
          ))}
          {omitted > 0 && <li class="quiet">{texts.review.omitted(omitted)}</li>}
        </ul>
      )}
    </Notice>
  );
}

interface RejectionProps {
  readonly view: SubmissionView;
  readonly tone?: 'plain' | 'attention';
}

/** The rejection stays as long as it is the last word, or its answer is being looked at. */
export function Rejection({ view, tone = 'plain' }: RejectionProps) {
  const { rejection, revision } = view;
  return rejection ? <RejectionNotice {...{ rejection, tone }} hasFields={revision === rejection.revision} /> : null;
}

/** Why the run before was rejected, and what is different since; until this run has a rejection of its own. */
function SincePreviousRun({ view }: { readonly view: SubmissionView }) {
  const before = sincePreviousRun(view);
  if (!before) return null;
  const { lastRejection, isPinned, list, revision } = before;
  return (
    <>
      {lastRejection && (
        <section>
          <h2>{texts.difference.rejectedBefore}</h2>
          <RejectionNotice rejection={lastRejection} hasFields={!isPinned} />
        </section>
      )}
      <section>
        <h2>{texts.difference.toRejected(revision)}</h2>
        {list ? (
          <DifferenceTable list={list} before={texts.difference.before} after={texts.difference.after} />
        ) : (
          <p class="quiet">{texts.difference.unread}</p>
        )}
      </section>
    </>
  );
}

function SinceRejected({ view }: { readonly view: SubmissionView }) {
  const { rejection, revision, changes, firstRevision } = view;
  const isAnswer = rejection !== undefined && rejection.revision < revision;
  if (!rejection && revision === firstRevision) return null;
  const list = pinned(changes, isAnswer ? rejection.fields : []);
  return (
    <section>
      <h2>{rejection && !isAnswer ? texts.timeline.rejected : texts.difference.toRejected(revision - 1)}</h2>
      {!isAnswer && <Rejection view={view} />}
      {(isAnswer || !rejection) && (
        <DifferenceTable list={list} before={texts.difference.before} after={texts.difference.after} />
      )}
    </section>
  );
}

export function Differences({ view }: { readonly view: SubmissionView }) {
  const { exportedChanges } = view;
  return (
    <>
      <SincePreviousRun view={view} />
      <SinceRejected view={view} />
      {exportedChanges && (
        <section>
          <h2>{texts.difference.toLedger}</h2>
          <DifferenceTable
            list={pinned(exportedChanges)}
            before={texts.difference.inErp}
            after={texts.difference.wouldBe}
          />
        </section>
      )}
    </>
  );
}
