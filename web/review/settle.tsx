/** Recording that somebody booked it in the ERP by hand: under which ids, and how that was made sure. */
import { useId } from 'preact/hooks';
import { erpIds } from '../../workflows/contract/codes';
import { limits } from '../../workflows/contract/limits';
import { type Draft, useDraft } from '../api/draft';
import { Field } from '../components/field';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { ownText } from '../model/own';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { useAct } from './use-act';

/** The names are those that the ERP's own receipts have. */
const idNames = ({ terms }: PanelProps['view']): readonly string[] =>
  [...erpIds, ...(terms.ids ?? [])].filter((name) => name !== 'jobNumber' || terms.jobNumber.required);

interface SettleDraft {
  readonly isOpen: boolean;
  readonly ids: Readonly<Record<string, string>>;
  readonly note: string;
}

const empty: SettleDraft = { isOpen: false, ids: {}, note: '' };

function SettleForm({ draft, ...props }: PanelProps & { readonly draft: Draft<SettleDraft> }) {
  const { view } = props;
  const act = useAct('settle', props);
  const { note } = draft.value;
  const ids: SettleDraft['ids'] = { jobNumber: view.job?.number ?? '', ...draft.value.ids };
  const onClose = (): void => draft.set({ isOpen: false });
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const filled = Object.entries(ids).filter(([, id]) => id.trim() !== '');
    const fields = { ids: Object.fromEntries(filled.map(([name, id]) => [name, id.trim()])), note: note.trim() };
    void act.send(fields).then((done) => done && draft.clear());
  };
  return (
    <form onSubmit={onSubmit} onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <h2>{texts.actions.settle}</h2>
      <p>{texts.settle.explain}</p>
      {idNames(view).map((name) => (
        <Field key={name} label={texts.settle.inErp(ownText(texts.export.ids, name) ?? name)}>
          {(given) => (
            <input
              {...given}
              class="code"
              maxLength={limits.valueChars}
              value={ids[name] ?? ''}
              onInput={({ currentTarget }) => draft.set({ ids: { ...draft.value.ids, [name]: currentTarget.value } })}
            />
          )}
        </Field>
      ))}
      <Field label={texts.decide.note} isRequired hint={texts.settle.noteHint}>
        {(given) => (
          <textarea
            {...given}
            required
            rows={3}
            maxLength={limits.textChars}
            value={note}
            onInput={({ currentTarget }) => draft.set({ note: currentTarget.value })}
          />
        )}
      </Field>
      {act.problem && <ProblemNotice problem={act.problem} />}
      <div class="buttons">
        <button type="submit" class="primary" disabled={!act.isReady}>
          {act.isSending ? texts.decide.sending : texts.settle.send}
        </button>
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}

export function Settle(props: PanelProps) {
  const { view } = props;
  const draft = useDraft<SettleDraft>(`settle ${view.companyId} ${view.projectId}`, empty);
  const whyId = useId();
  const action = view.actions.settle;
  if (draft.value.isOpen && action.allowed) return <SettleForm {...props} draft={draft} />;
  return (
    <div>
      <button
        type="button"
        disabled={!action.allowed}
        aria-describedby={whyId}
        onClick={() => draft.set({ isOpen: true })}
      >
        {texts.actions.settle}…
      </button>
      <WhyNot id={whyId} action={action} />
    </div>
  );
}
