/** What differs, field by field, with the reasons of the rejection beside the fields they named. */
import type { LastRejection, SubmissionView } from '../api/answers';
import type { Project } from '../../workflows/contract/project';
import { Notice } from '../components/notice';
import { When } from '../components/when';
import { displayName } from '../model/acts';
import {
  counted,
  type Difference,
  type Differences as List,
  findBefore,
  pinned,
  sincePreviousRun,
} from '../model/differences';
import { fieldText, toMoney } from '../model/format';
import { toLabel } from '../model/pointers';
import { sumChange } from '../model/sums';
import { texts } from '../texts';

interface TableProps {
  readonly list: List;
  readonly before: string;
  readonly after: string;
  /** The document after the changes. */
  readonly project: Project;
  /** False: the changes do not end at this document. */
  readonly hasSums?: boolean;
}

function Value({ text, is }: { text: string | undefined; is: 'before' | 'after' }) {
  if (text === undefined) return <span class="quiet">{texts.none}</span>;
  return is === 'before' ? <del>{text}</del> : <ins>{text}</ins>;
}

interface LineProps extends Pick<TableProps, 'before' | 'after'> {
  readonly difference: Difference;
  readonly currency: string;
  readonly currencyBefore: string;
}

function Line({ difference, before: beforeLabel, after: afterLabel, currency, currencyBefore }: LineProps) {
  const { pointer, before, after, complaints, isChanged } = difference;
  const shown = (text: string | undefined, unit: string): string | undefined =>
    text === undefined ? undefined : fieldText(pointer, text, unit);
  const named = complaints.length > 0;
  return (
    <>
      <tr class={named ? 'named' : ''}>
        <th scope="row">{toLabel(pointer)}</th>
        {isChanged ? (
          <>
            <td data-label={beforeLabel}>
              <Value text={shown(before, currencyBefore)} is="before" />
            </td>
            <td data-label={afterLabel}>
              <Value text={shown(after, currency)} is="after" />
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

/** The sum of the budgets, where they changed. */
function SumLine({ list, before, after, project, currencyBefore }: TableProps & Pick<LineProps, 'currencyBefore'>) {
  const sum = sumChange(list, project);
  if (!sum) return null;
  return (
    <tr class="sum">
      <th scope="row">{texts.sums.row}</th>
      <td data-label={before}>
        <Value text={toMoney(sum.before, currencyBefore)} is="before" />
      </td>
      <td data-label={after}>
        <Value text={toMoney(sum.after, project.currency)} is="after" />
      </td>
    </tr>
  );
}

export function DifferenceTable(props: TableProps) {
  const { list, before, after, project, hasSums = true } = props;
  const { currency } = project;
  if (list.shown.length === 0) return <p class="quiet">{texts.difference.nothing}</p>;
  const currencyBefore = findBefore(list, '/currency') ?? currency;
  return (
    <>
      <table class="differences" aria-label={texts.difference.table}>
        <thead>
          <tr>
            <th scope="col">{texts.difference.field}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {list.shown.map((difference, index) => (
            <Line
              key={`${String(index)} ${difference.pointer}`}
              {...{ difference, before, after, currency, currencyBefore }}
            />
          ))}
          {hasSums && <SumLine {...{ ...props, currencyBefore }} />}
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
          <DifferenceTable
            list={list}
            before={texts.difference.before}
            after={texts.difference.after}
            project={view.project}
            hasSums={view.revision === view.firstRevision}
          />
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
        <DifferenceTable
          list={list}
          before={texts.difference.before}
          after={texts.difference.after}
          project={view.project}
        />
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
            project={view.project}
          />
        </section>
      )}
    </>
  );
}
