/** A command that asks for one text at most: a button, then the text and the button that does it. */
import { useId } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import type { CommandName } from '../api/answers';
import { useDraft } from '../api/draft';
import { Field } from '../components/field';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { useAct } from './use-act';

interface SimpleActProps extends PanelProps {
  readonly name: CommandName;
  readonly label: string;
  readonly textLabel: string;
  readonly isTextRequired: boolean;
  readonly explain: string;
  /** The command's fields, made of the text; `undefined`: none was typed. */
  readonly toFields: (text: string | undefined) => object;
}

interface SimpleDraft {
  readonly isOpen: boolean;
  readonly text: string;
}

const empty: SimpleDraft = { isOpen: false, text: '' };

export function SimpleAct(props: SimpleActProps) {
  const { view, name, label, textLabel, isTextRequired, explain, toFields } = props;
  const act = useAct(name, props);
  const draft = useDraft<SimpleDraft>(`${name} ${view.companyId} ${view.projectId}`, empty);
  const { isOpen, text } = draft.value;
  const close = (): void => draft.set({ isOpen: false });
  const whyId = useId();
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = toFields(text.trim() === '' ? undefined : text.trim());
    void act.send(fields).then((done) => done && draft.clear());
  };
  if (!isOpen || !act.action.allowed) {
    return (
      <div>
        <button
          type="button"
          class={props.firstAct === name ? 'primary' : ''}
          disabled={!act.isReady}
          aria-describedby={whyId}
          onClick={() => draft.set({ isOpen: true })}
        >
          {label}…
        </button>
        <WhyNot id={whyId} action={act.action} />
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} onKeyDown={({ key }) => key === 'Escape' && close()}>
      <p>{explain}</p>
      <Field label={textLabel} isRequired={isTextRequired}>
        {(given) => (
          <input
            {...given}
            ref={(input) => input?.focus()}
            required={isTextRequired}
            maxLength={limits.textChars}
            value={text}
            onInput={({ currentTarget }) => draft.set({ text: currentTarget.value })}
          />
        )}
      </Field>
      {act.problem && <ProblemNotice problem={act.problem} />}
      <div class="buttons">
        <button type="submit" class="primary" disabled={!act.isReady}>
          {act.isSending ? texts.decide.sending : label}
        </button>
        <button type="button" onClick={close}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}
