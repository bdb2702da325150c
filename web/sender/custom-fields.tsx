/** Custom fields: names and values, as many as somebody needs. */
import { useId } from 'preact/hooks';
import { limits } from '../../workflows/contract/limits';
import type { Complaint } from '../model/complaints';
import { type CustomField, emptyField, toFieldPointer } from '../model/custom-fields';
import { at, type Finding } from '../model/findings';
import { entrySpot } from '../model/spots';
import { texts } from '../texts';

interface CustomFieldsProps {
  readonly fields: readonly CustomField[];
  readonly onFields: (fields: readonly CustomField[]) => void;
  readonly findings: readonly Finding[];
  readonly complaints: readonly Complaint[];
}

interface PairProps extends Pick<CustomFieldsProps, 'findings' | 'complaints'> {
  readonly index: number;
  readonly field: CustomField;
  readonly onField: (change: Partial<CustomField>) => void;
  readonly onRemove: () => void;
}

function Pair({ index, field, findings, complaints, onField, onRemove }: PairProps) {
  const id = useId();
  const wrong = at(findings, toFieldPointer(field));
  const said = complaints.filter(({ pointer }) => pointer === toFieldPointer(field));
  const isSaid = wrong.length > 0 || said.length > 0;
  const shared = {
    'aria-invalid': wrong.length > 0 ? true : undefined,
    'aria-describedby': isSaid ? id : undefined,
    autocomplete: 'off',
  };
  return (
    <li>
      <input
        {...shared}
        aria-label={texts.sender.cell(texts.fields.name, index + 1)}
        placeholder={texts.fields.name}
        maxLength={limits.keyChars}
        value={field.key}
        onInput={({ currentTarget }) => onField({ key: currentTarget.value })}
      />
      <input
        {...shared}
        data-spot={entrySpot(index)}
        aria-label={texts.sender.cell(texts.fields.value, index + 1)}
        placeholder={texts.fields.value}
        maxLength={limits.textChars}
        value={field.value}
        onInput={({ currentTarget }) => onField({ value: currentTarget.value })}
      />
      <button type="button" class="plain" aria-label={texts.sender.removeField(index + 1)} onClick={onRemove}>
        {texts.remove}
      </button>
      {isSaid && (
        <div class="said-of" id={id}>
          {said.map(({ message }) => (
            <p key={message} class="complaint-text">
              {texts.difference.complaint} {message}
            </p>
          ))}
          {wrong.length > 0 && <p class="wrong-list">{wrong.join(' ')}</p>}
        </div>
      )}
    </li>
  );
}

export function CustomFields({ fields, onFields, findings, complaints }: CustomFieldsProps) {
  return (
    <>
      {fields.length > 0 && (
        <ul class="pairs">
          {fields.map((field, index) => (
            <Pair
              key={index}
              {...{ index, field, findings, complaints }}
              onField={(change) => onFields(fields.map((each, n) => (n === index ? { ...each, ...change } : each)))}
              onRemove={() => onFields(fields.filter((_each, n) => n !== index))}
            />
          ))}
        </ul>
      )}
      <div class="buttons">
        <button type="button" onClick={() => onFields([...fields, emptyField])}>
          {texts.sender.addField}
        </button>
      </div>
    </>
  );
}
