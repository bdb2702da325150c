/** A labelled input with its hint and what is wrong with it, tied together for screen readers. */
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { texts } from '../texts';

interface Given {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

interface Props {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly wrong?: readonly string[];
  readonly isRequired?: boolean;
  readonly isWide?: boolean;
  readonly children: (given: Given) => VNode;
}

export function Field({ label, hint, wrong = [], isRequired, isWide, children }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, wrong.length > 0 && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={id}>
        {label}
        {isRequired && <span class="quiet"> {texts.required}</span>}
      </label>
      {children({
        id,
        ...(described !== '' && { 'aria-describedby': described }),
        ...(wrong.length > 0 && { 'aria-invalid': true as const }),
      })}
      {hint !== undefined && (
        <div class="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {wrong.length > 0 && (
        <ul class="wrong-list" id={`${id}-wrong`}>
          {wrong.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
