/** What an import did, what it left open, and the way back. */
import type { Draft } from '../api/draft';
import { Notice } from '../components/notice';
import { type Ambiguous, findAmbiguous, readAs } from '../model/ambiguous';
import { describeDraftSum } from '../model/draft-sum';
import { withPlaces } from '../model/amounts';
import type { CostCodeRow, ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';
import type { Done, Importing } from './use-import';

interface ImportNoticeProps {
  readonly importing: Importing;
  readonly draft: Draft<ProjectDraft>;
  readonly where: 'file' | 'paste';
}

interface ChoiceProps extends Pick<ImportNoticeProps, 'draft'> {
  readonly ambiguous: Ambiguous;
}

/** All of them at once, as a column is written in one way. */
function Choice({ draft, ambiguous: { count, example, as } }: ChoiceProps) {
  return (
    <p class="buttons">
      {texts.files.ambiguous(count, example)}
      {(['.', ','] as const).map((sign) => (
        <button key={sign} type="button" onClick={() => draft.set({ costCodes: readAs(draft.value.costCodes, sign) })}>
          {texts.files.readAs(withPlaces(as[sign]))}
        </button>
      ))}
    </p>
  );
}

interface OthersProps extends Pick<ImportNoticeProps, 'draft'> {
  readonly others: ReadonlySet<CostCodeRow>;
}

/** Whoever sends the whole list again has codes that are gone. */
function Others({ draft, others }: OthersProps) {
  const { costCodes } = draft.value;
  const count = costCodes.filter((row) => others.has(row)).length;
  if (count === 0) return null;
  return (
    <p class="buttons">
      {texts.files.others(count)}
      <button type="button" onClick={() => draft.set({ costCodes: costCodes.filter((row) => !others.has(row)) })}>
        {texts.files.removeOthers}
      </button>
    </p>
  );
}

interface DoneProps extends Pick<ImportNoticeProps, 'draft'> {
  readonly done: Done;
  readonly onUndo: () => void;
}

function DoneNotice({ draft, done, onUndo }: DoneProps) {
  const ambiguous = findAmbiguous(draft.value.costCodes);
  const sum = describeDraftSum(draft.value);
  return (
    <Notice tone={done.notes.length > 0 || ambiguous ? 'attention' : 'good'}>
      <p>{done.sentence}</p>
      {sum !== undefined && <p>{sum}</p>}
      {done.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {ambiguous && <Choice {...{ draft, ambiguous }} />}
      <Others {...{ draft }} others={done.others} />
      <p class="buttons">
        <button type="button" onClick={onUndo}>
          {texts.files.undo}
        </button>
      </p>
    </Notice>
  );
}

export function ImportNotice({ importing: { outcome, undo, redo }, draft, where }: ImportNoticeProps) {
  if (outcome?.where !== where) return null;
  if ('isReading' in outcome) return <Notice tone="plain">{texts.files.reading}</Notice>;
  if ('fault' in outcome) return <Notice tone="wrong">{outcome.fault}</Notice>;
  if (!outcome.done.undone) return <DoneNotice {...{ draft }} done={outcome.done} onUndo={undo} />;
  return (
    <Notice tone="plain">
      <p>{texts.files.undone}</p>
      <p class="buttons">
        <button type="button" onClick={redo}>
          {texts.files.redo}
        </button>
      </p>
    </Notice>
  );
}
