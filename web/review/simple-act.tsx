/** A command that asks for one text at most: a button, then the text and the button that does it. */
import { useId, useState } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import type { CommandName } from '../api/answers';
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

export function SimpleAct(props: SimpleActProps) {
  const { name, label, textLabel, isTextRequired, explain, toFields } = props;
  const act = useAct(name, props);
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const whyId = useId();
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void act.send(toFields(text.trim() === '' ? undefined : text.trim()));
  };
  if (!isOpen || !act.action.allowed) {
    return (
      <div>
        <button type="button" disabled={!act.isReady} aria-describedby={whyId} onClick={() => setIsOpen(true)}>
          {label}…
        </button>
        <WhyNot id={whyId} action={act.action} />
      </div>
    );
  }
  return (
    <form onSubmit={onSubmit} onKeyDown={({ key }) => key === 'Escape' && setIsOpen(false)}>
      <p>{explain}</p>
      <Field label={textLabel} isRequired={isTextRequired}>
        {(given) => (
          <input
            {...given}
            ref={(input) => input?.focus()}
            required={isTextRequired}
            maxLength={limits.textChars}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
      </Field>
      {act.problem && <ProblemNotice problem={act.problem} />}
      <div class="buttons">
        <button type="submit" class="primary" disabled={!act.isReady}>
          {act.isSending ? texts.decide.sending : label}
        </button>
        <button type="button" onClick={() => setIsOpen(false)}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}
