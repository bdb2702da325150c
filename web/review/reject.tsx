/** Rejecting: why, which kind, which fields; and a preview of what the sender will read. */
import { useEffect, useId, useRef } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import { useDraft } from '../api/draft';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { emptyReject, rejectBody, type RejectDraft } from '../model/reject';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { ReasonFields } from './reason-fields';
import { RejectFields } from './reject-fields';
import { type Act, useAct } from './use-act';

interface FormProps extends PanelProps {
  readonly act: Act;
  readonly draft: ReturnType<typeof useDraft<RejectDraft>>;
}

function Preview({ draft: { value } }: Pick<FormProps, 'draft'>) {
  if (value.reason.trim() === '') return null;
  return (
    <section class="preview">
      <h3>{texts.decide.preview}</h3>
      {value.category !== '' && <p class="quiet">{value.category}</p>}
      <p class="said">{value.reason.trim()}</p>
      <ul>
        {value.fields.map(({ pointer, message }) => (
          <li key={pointer}>
            <strong>{toLabel(pointer)}</strong> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RejectForm(props: FormProps) {
  const { view, act, draft } = props;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('select')?.focus();
  }, []);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void act.send(rejectBody(draft.value)).then((done) => done && draft.clear());
  };
  const close = (): void => {
    draft.set({ isOpen: false });
    // Back to where it was opened, once that is there again.
    setTimeout(() => document.querySelector<HTMLElement>('[aria-keyshortcuts=r]')?.focus());
  };
  return (
    <form ref={form} class="alone" onSubmit={onSubmit} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <h2>{texts.decide.rejectTitle}</h2>
      <ReasonFields value={draft.value} onValue={draft.set} />
      <RejectFields
        fields={draft.value.fields}
        onFields={(fields) => draft.set({ fields })}
        project={view.project}
        most={limits.rejectionFields}
      />
      <Preview draft={draft} />
      {act.problem && <ProblemNotice problem={act.problem} />}
      <div class="buttons">
        <button type="submit" class="danger" disabled={!act.isReady}>
          {act.isSending ? texts.decide.sending : texts.decide.rejectSend(view.revision)}
        </button>
        <button type="button" onClick={close}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}

export function Reject(props: PanelProps) {
  const { view } = props;
  const act = useAct('reject', props);
  const draft = useDraft<RejectDraft>(`reject ${view.companyId} ${view.projectId}`, emptyReject);
  const whyId = useId();
  if (draft.value.isOpen && act.action.allowed) return <RejectForm {...props} {...{ act, draft }} />;
  return (
    <div>
      <button
        type="button"
        aria-keyshortcuts="r"
        aria-describedby={whyId}
        disabled={!act.isReady}
        onClick={() => draft.set({ isOpen: true })}
      >
        {texts.decide.reject}
      </button>
      <WhyNot id={whyId} action={act.action} />
    </div>
  );
}
