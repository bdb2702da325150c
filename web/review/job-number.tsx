/** The job number: its mask while typing, what is wrong with it once it is left, and numbers that are known to fit. */
import { useRef, useState } from 'preact/hooks';
import { toMaskExample } from '../../workflows/contract/mask';
import type { SubmissionView } from '../api/answers';
import { Field } from '../components/field';
import { findNumberFault, offeredNumber } from '../model/accept';
import { fitMask } from '../model/mask';
import { texts } from '../texts';

type NumberRule = SubmissionView['terms']['jobNumber'];

export interface NumberCheck {
  readonly fault: string | undefined;
  readonly input: { current: HTMLInputElement | null };
  /** Says what is wrong, or no longer: somebody has left the field, or goes on typing. */
  readonly show: (isShown: boolean) => void;
  /** Whether the number can be sent. If not, it says why and takes the focus. */
  readonly pass: () => boolean;
}

export function useNumberCheck(number: string, rule: NumberRule): NumberCheck {
  const [isShown, show] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const fault = findNumberFault(number, rule);
  const pass = (): boolean => {
    if (fault === undefined) return true;
    show(true);
    input.current?.focus();
    return false;
  };
  return { fault: isShown ? fault : undefined, input, show, pass };
}

interface JobNumberProps {
  readonly view: SubmissionView;
  /** As this revision was sent under: the company may have other rules by now. */
  readonly rule: NumberRule;
  readonly number: string;
  readonly onNumber: (number: string) => void;
  readonly check: NumberCheck;
  /** What the API said of it. */
  readonly wrong: readonly string[];
}

function Hint({ view, rule: { mask }, number, onNumber }: JobNumberProps) {
  const own = offeredNumber(view);
  const suggested = view.suggestion?.number;
  const offers = [
    ...(suggested === undefined ? [] : [{ offer: suggested, label: texts.decide.suggestion(suggested) }]),
    ...(own === undefined || own === suggested ? [] : [{ offer: own, label: texts.decide.ownNumber(own) }]),
  ];
  return (
    <>
      {mask !== undefined && <span>{texts.decide.numberHint(toMaskExample(mask))} </span>}
      {offers
        .filter(({ offer }) => offer !== number)
        .map(({ offer, label }) => (
          <button key={offer} type="button" class="plain" onClick={() => onNumber(offer)}>
            {label}
          </button>
        ))}
    </>
  );
}

export function JobNumber(props: JobNumberProps) {
  const { view, rule, number, onNumber, check, wrong } = props;
  const { mask, maxLength } = rule;
  // A mask says it all.
  const most = mask === undefined ? maxLength : undefined;
  const onInput = (value: string): void => {
    check.show(false);
    onNumber(mask === undefined ? value : fitMask(value, mask));
  };
  return (
    <Field
      label={texts.decide.number}
      isRequired={view.mode !== 'update'}
      hint={<Hint {...props} />}
      limit={most === undefined ? undefined : { used: number.length, most }}
      wrong={check.fault === undefined ? wrong : [check.fault]}
    >
      {(given) => (
        <input
          {...given}
          ref={check.input}
          required={view.mode !== 'update'}
          class="code"
          value={number}
          aria-keyshortcuts="a"
          autocomplete="off"
          spellcheck={false}
          onBlur={() => check.show(true)}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}
