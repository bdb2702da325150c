/** Rejecting: why, which kind, which fields; and a preview of what the sender will read. */
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { rejectBody, type RejectDraft } from '../model/reject';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { ReasonFields } from './reason-fields';
import { RejectFields } from './reject-fields';
import { rejectFormId, useRejecting } from './rejecting';
import { type Act, useAct } from './use-act';

function Preview({ value: { reason, category, fields } }: { readonly value: RejectDraft }) {
  if (reason.trim() === '' && fields.length === 0) return null;
  return (
    <section class="preview">
      <h3>{texts.decide.preview}</h3>
      {category !== '' && <p class="quiet">{category}</p>}
      <p class="said">{reason.trim()}</p>
      <ul>
        {fields.map(({ pointer, message }) => (
          <li key={pointer}>
            <strong>{toLabel(pointer)}</strong> {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RejectForm({ view, act }: PanelProps & { readonly act: Act }) {
  const { draft, focus } = useRejecting();
  const form = useRef<HTMLFormElement>(null);
  // Before the next key arrives.
  useLayoutEffect(() => {
    if (focus.current !== 'reason') return;
    focus.current = undefined;
    form.current?.querySelector('textarea')?.focus();
  }, [focus]);
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
    <form
      ref={form}
      id={rejectFormId}
      class="alone"
      onSubmit={onSubmit}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <h2>{texts.decide.rejectTitle}</h2>
      <ReasonFields value={draft.value} onValue={draft.set} />
      <RejectFields project={view.project} />
      <Preview value={draft.value} />
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
  const act = useAct('reject', props);
  const { draft, open } = useRejecting();
  const whyId = useId();
  if (draft.value.isOpen && act.action.allowed) return <RejectForm {...props} act={act} />;
  return (
    <div>
      <button
        type="button"
        class={props.firstAct === 'reject' ? 'primary' : ''}
        aria-keyshortcuts="r"
        aria-describedby={whyId}
        disabled={!act.isReady}
        onClick={open}
      >
        {texts.decide.reject}
      </button>
      <WhyNot id={whyId} action={act.action} />
    </div>
  );
}
