/** A labelled input with its hint and what is wrong with it, tied together for screen readers. */
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { texts } from '../texts';
import { defined } from '../../workflows/contract/defined';

interface Given {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** Shows how many of the allowed characters are used. */
export interface Limit {
  readonly used: number;
  readonly most: number;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly limit?: Limit | undefined;
  readonly wrong?: readonly string[];
  readonly isRequired?: boolean;
  readonly isWide?: boolean;
  readonly children: (given: Given) => VNode;
}

function Used({ limit: { used, most }, id }: { readonly limit: Limit; readonly id: string }) {
  return (
    <span class={used > most ? 'limit over' : 'limit'} id={id}>
      {texts.limit(used, most)}
      <span class="unseen"> {texts.characters}</span>
    </span>
  );
}

/** The ids of other elements that describe the input. */
function describedBy(id: string, { hint, limit, wrong = [] }: Pick<FieldProps, 'hint' | 'limit' | 'wrong'>): string {
  const parts = { hint: hint !== undefined, limit: limit !== undefined, wrong: wrong.length > 0 };
  return Object.entries(parts)
    .filter(([, isThere]) => isThere)
    .map(([part]) => `${id}-${part}`)
    .join(' ');
}

export function Field({ label, hint, limit, wrong = [], isRequired, isWide, children }: FieldProps) {
  const id = useId();
  const described = describedBy(id, { hint, limit, wrong });
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <div class="label">
        <label for={id}>
          {label}
          {isRequired && <span class="quiet"> {texts.required}</span>}
        </label>
        {limit && <Used limit={limit} id={`${id}-limit`} />}
      </div>
      {children({
        id,
        ...defined({
          'aria-describedby': described !== '' ? described : undefined,
          'aria-invalid': wrong.length > 0 ? (true as const) : undefined,
        }),
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
