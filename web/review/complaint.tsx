/** What is wrong with one field: a button beside the field and, once it was pressed, the text that the sender will read. */
import { limits } from '../../workflows/contract/limits';
import { Field } from '../components/field';
import { toLabel } from '../model/pointers';
import { saying, withoutComplaint } from '../model/reject';
import { texts } from '../texts';
import { rejectFormId, useRejecting } from './rejecting';

interface ComplaintProps {
  readonly pointer: string;
}

/** Enter in a text beside a field sends nothing: the rejection is sent in the panel. */
const onEnter = (event: KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault();
};

export function ComplaintField({ pointer }: ComplaintProps) {
  const { draft, focus } = useRejecting();
  const { fields } = draft.value;
  const message = fields.find((field) => field.pointer === pointer)?.message ?? '';
  const label = toLabel(pointer);
  const takeFocus = (input: HTMLInputElement | null): void => {
    const isFor = typeof focus.current === 'object' && focus.current.pointer === pointer;
    if (!input || !isFor) return;
    focus.current = undefined;
    input.focus();
  };
  return (
    <div class="complaining">
      <Field label={texts.decide.whatIsWrong(label)} isRequired>
        {(given) => (
          <input
            {...given}
            ref={takeFocus}
            form={rejectFormId}
            required
            maxLength={limits.messageChars}
            value={message}
            onKeyDown={onEnter}
            onInput={({ currentTarget }) => draft.set({ fields: saying(fields, pointer, currentTarget.value) })}
          />
        )}
      </Field>
      <button
        type="button"
        class="plain"
        aria-label={texts.decide.removeField(label)}
        onClick={() => draft.set({ fields: withoutComplaint(fields, pointer) })}
      >
        {texts.remove}
      </button>
    </div>
  );
}

export function Complaint({ pointer }: ComplaintProps) {
  const { draft, isAllowed, complain } = useRejecting();
  if (!isAllowed) return null;
  const { isOpen, fields } = draft.value;
  if (isOpen && fields.some((field) => field.pointer === pointer)) return <ComplaintField pointer={pointer} />;
  if (fields.length >= limits.rejectionFields) return null;
  return (
    <button type="button" class="plain complain" onClick={() => complain(pointer)}>
      {texts.decide.complain}
      <span class="unseen"> {texts.decide.complainOn(toLabel(pointer))}</span>
    </button>
  );
}
