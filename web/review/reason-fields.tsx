/** The reason and its category: for one submission or for many. */
import { limits } from '../../workflows/contract/limits';
import { Field } from '../components/field';
import { texts } from '../texts';

interface Reason {
  readonly reason: string;
  readonly category: string;
}

interface ReasonFieldsProps {
  readonly value: Reason;
  readonly onValue: (change: Partial<Reason>) => void;
}

export function ReasonFields({ value: { reason, category }, onValue }: ReasonFieldsProps) {
  return (
    <>
      <Field
        label={texts.decide.reason}
        isRequired
        hint={texts.decide.reasonHint}
        limit={{ used: reason.length, most: limits.textChars }}
      >
        {(given) => (
          <textarea
            {...given}
            required
            rows={4}
            maxLength={limits.textChars}
            value={reason}
            onInput={({ currentTarget }) => onValue({ reason: currentTarget.value })}
          />
        )}
      </Field>
      <Field label={texts.decide.category}>
        {(given) => (
          <select
            {...given}
            value={category}
            onChange={({ currentTarget }) => onValue({ category: currentTarget.value })}
          >
            <option value="" />
            {texts.decide.categories.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
