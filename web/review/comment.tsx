/** A comment, a question to the sender, or the sender's answer. */
import { defined } from '../../workflows/contract/defined';
import { limits } from '../../workflows/contract/limits';
import { useDesk } from '../api/desk';
import { useDraft } from '../api/draft';
import { Field } from '../components/field';
import { ProblemNotice } from '../components/problem';
import { toCommentKind } from '../model/conversation';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { useAct } from './use-act';

interface CommentDraft {
  readonly open: '' | 'comment' | 'question';
  readonly text: string;
}

const empty: CommentDraft = { open: '', text: '' };

export function Comment({ view, onRequested }: Pick<PanelProps, 'view' | 'onRequested'>) {
  const { session } = useDesk();
  const act = useAct('comment', { view, onApplied: onRequested });
  const draft = useDraft<CommentDraft>(`comment ${view.companyId} ${view.projectId}`, empty);
  const { open, text } = draft.value;
  const kind = toCommentKind(view, session.actor.id);
  // With a code, only a comment is possible.
  const mayAsk = act.action.code === undefined;
  if (open === '') {
    return (
      <div class="buttons">
        <button type="button" disabled={!act.isReady} onClick={() => draft.set({ open: 'comment' })}>
          {texts.conversation.open[kind]}…
        </button>
        {mayAsk && (
          <button type="button" disabled={!act.isReady} onClick={() => draft.set({ open: 'question' })}>
            {texts.conversation.open.question}…
          </button>
        )}
      </div>
    );
  }
  const saying = open === 'question' && mayAsk ? 'question' : kind;
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = defined({ text: text.trim(), isQuestion: saying === 'question' ? true : undefined });
    void act.send(fields).then((done) => done && draft.clear());
  };
  return (
    <form onSubmit={onSubmit} onKeyDown={({ key }) => key === 'Escape' && draft.set({ open: '' })}>
      <Field
        label={texts.conversation.label[saying]}
        hint={texts.conversation.hint[saying]}
        isRequired
        limit={{ used: text.length, most: limits.textChars }}
      >
        {(given) => (
          <textarea
            {...given}
            ref={(area) => {
              if (area && area !== document.activeElement && text === '') area.focus();
            }}
            required
            rows={3}
            maxLength={limits.textChars}
            value={text}
            onInput={({ currentTarget }) => draft.set({ text: currentTarget.value })}
          />
        )}
      </Field>
      {act.problem && <ProblemNotice problem={act.problem} />}
      <div class="buttons">
        <button type="submit" class="primary" disabled={!act.isReady}>
          {act.isSending ? texts.decide.sending : texts.conversation.send[saying]}
        </button>
        <button type="button" onClick={() => draft.set({ open: '' })}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}
