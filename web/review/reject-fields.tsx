/** Which fields the sender is to correct, and what is wrong with each. */
import type { FieldMessage } from '../../workflows/contract/commands';
import { limits } from '../../workflows/contract/limits';
import type { Project } from '../../workflows/contract/project';
import { Field } from '../components/field';
import { fromCustomFields, toFieldPointer } from '../model/custom-fields';
import { toLabel } from '../model/pointers';
import { projectFields, toPointer } from '../../workflows/contract/pointers';
import { texts } from '../texts';

interface RejectFieldsProps {
  readonly fields: readonly FieldMessage[];
  readonly onFields: (fields: readonly FieldMessage[]) => void;
  readonly project: Project;
  readonly most: number;
}

function listChoices({ costCodes, customFields }: Project, fields: readonly FieldMessage[]): string[] {
  const taken = new Set(fields.map(({ pointer }) => pointer));
  const codes = costCodes.map(({ code }) => toPointer('costCodes', code));
  const custom = fromCustomFields(customFields).map(toFieldPointer);
  return [...projectFields, ...custom, '/costCodes', ...codes].filter((pointer) => !taken.has(pointer));
}

interface LineProps {
  readonly field: FieldMessage;
  readonly onMessage: (message: string) => void;
  readonly onRemove: () => void;
}

function Line({ field: { pointer, message }, onMessage, onRemove }: LineProps) {
  const label = toLabel(pointer);
  return (
    <li>
      <Field label={texts.decide.whatIsWrong(label)} isRequired>
        {(given) => (
          <input
            {...given}
            required
            maxLength={limits.messageChars}
            value={message}
            onInput={({ currentTarget }) => onMessage(currentTarget.value)}
          />
        )}
      </Field>
      <button type="button" class="plain" aria-label={texts.decide.removeField(label)} onClick={onRemove}>
        {texts.remove}
      </button>
    </li>
  );
}

export function RejectFields({ fields, onFields, project, most }: RejectFieldsProps) {
  return (
    <div class="reject-fields">
      <ul>
        {fields.map((field) => (
          <Line
            key={field.pointer}
            field={field}
            onMessage={(message) => onFields(fields.map((each) => (each === field ? { ...each, message } : each)))}
            onRemove={() => onFields(fields.filter((each) => each !== field))}
          />
        ))}
      </ul>
      {fields.length < most && (
        <Field label={texts.decide.fields}>
          {(given) => (
            <select
              {...given}
              value=""
              onChange={({ currentTarget }) => onFields([...fields, { pointer: currentTarget.value, message: '' }])}
            >
              <option value="">{texts.decide.addField}</option>
              {listChoices(project, fields).map((pointer) => (
                <option key={pointer} value={pointer}>
                  {toLabel(pointer)}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}
