/** The extra fields that this ERP wants at accept, as the integration declares them. */
import type { TargetedInputEvent } from 'preact';
import type { AcceptField, ProblemDetails } from '../api/answers';
import { Field } from '../components/field';
import { wrongAt } from '../model/project-errors';

interface AcceptFieldsProps {
  readonly fields: readonly AcceptField[];
  readonly values: Readonly<Record<string, string>>;
  readonly onValue: (key: string, value: string) => void;
  readonly problem: ProblemDetails | undefined;
}

function Choice({ field, given, value, onValue }: InputProps) {
  return (
    <select
      {...given}
      required={field.required}
      value={value}
      onChange={({ currentTarget }) => onValue(currentTarget.value)}
    >
      <option value="" />
      {(field.choices ?? []).map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

interface InputProps {
  readonly field: AcceptField;
  readonly given: object;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function Input(props: InputProps) {
  const { field, given, value, onValue } = props;
  if (field.type === 'choice') return <Choice {...props} />;
  const shared = { ...given, required: field.required, value };
  const onInput = ({ currentTarget }: TargetedInputEvent<HTMLInputElement>): void => onValue(currentTarget.value);
  if (field.type === 'date') return <input {...shared} type="date" onInput={onInput} />;
  return <input {...shared} inputMode={field.type === 'number' ? 'decimal' : 'text'} onInput={onInput} />;
}

export function AcceptFields({ fields, values, onValue, problem }: AcceptFieldsProps) {
  return (
    <>
      {fields.map((field) => {
        const { key, label, required, maxLength } = field;
        const value = values[key] ?? '';
        return (
          <Field
            key={key}
            label={label}
            isRequired={required}
            limit={maxLength === undefined ? undefined : { used: value.length, most: maxLength }}
            wrong={wrongAt(problem, `/job/fields/${key}`)}
          >
            {(given) => <Input {...{ field, given, value }} onValue={(next) => onValue(key, next)} />}
          </Field>
        );
      })}
    </>
  );
}
