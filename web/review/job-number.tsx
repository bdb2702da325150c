/** The job number: its mask while typing, and numbers that are known to fit. */
import type { SubmissionView } from '../api/answers';
import { Field } from '../components/field';
import { fitMask } from '../model/mask';
import { texts } from '../texts';

interface JobNumberProps {
  readonly view: SubmissionView;
  /** As this revision was sent under: the company may have other rules by now. */
  readonly rule: SubmissionView['terms']['jobNumber'];
  readonly number: string;
  readonly onNumber: (number: string) => void;
  readonly wrong: readonly string[];
}

function Hint({ view, rule, number, onNumber }: JobNumberProps) {
  const { mask } = rule;
  const suggested = view.suggestion?.number;
  return (
    <>
      {mask !== undefined && <span>{texts.decide.numberHint(mask)} </span>}
      {suggested !== undefined && suggested !== number && (
        <button type="button" class="plain" onClick={() => onNumber(suggested)}>
          {texts.decide.suggestion(suggested)}
        </button>
      )}
    </>
  );
}

export function JobNumber(props: JobNumberProps) {
  const { view, rule, number, onNumber, wrong } = props;
  const { mask, maxLength } = rule;
  // A mask says it all.
  const most = mask === undefined ? maxLength : undefined;
  return (
    <Field
      label={texts.decide.number}
      isRequired={view.mode !== 'update'}
      hint={<Hint {...props} />}
      limit={most === undefined ? undefined : { used: number.length, most }}
      wrong={wrong}
    >
      {(given) => (
        <input
          {...given}
          required={view.mode !== 'update'}
          class="code"
          value={number}
          aria-keyshortcuts="a"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget: { value } }) => onNumber(mask === undefined ? value : fitMask(value, mask))}
        />
      )}
    </Field>
  );
}
