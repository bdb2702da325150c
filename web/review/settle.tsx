/** Recording that somebody booked it in the ERP by hand: under which ids, and how that was made sure. */
import { useId, useState } from 'preact/hooks';
import { erpIds } from '../../workflows/contract/codes';
import { limits } from '../../workflows/contract/limits';
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

function SettleForm(props: PanelProps & { readonly onClose: () => void }) {
  const { view, onClose } = props;
  const act = useAct('settle', props);
  const [ids, setIds] = useState<Readonly<Record<string, string>>>({ jobNumber: view.job?.number ?? '' });
  const [note, setNote] = useState('');
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const filled = Object.entries(ids).filter(([, id]) => id.trim() !== '');
    void act.send({ ids: Object.fromEntries(filled.map(([name, id]) => [name, id.trim()])), note: note.trim() });
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
              onInput={({ currentTarget }) => setIds({ ...ids, [name]: currentTarget.value })}
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
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
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
  const [isOpen, setIsOpen] = useState(false);
  const whyId = useId();
  const action = props.view.actions.settle;
  if (isOpen && action.allowed) return <SettleForm {...props} onClose={() => setIsOpen(false)} />;
  return (
    <div>
      <button type="button" disabled={!action.allowed} aria-describedby={whyId} onClick={() => setIsOpen(true)}>
        {texts.actions.settle}…
      </button>
      <WhyNot id={whyId} action={action} />
    </div>
  );
}
