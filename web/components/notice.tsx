/** A notice that screen readers announce once. */
import type { ComponentChildren } from 'preact';

interface NoticeProps {
  /** Screen readers announce `wrong` at once, and other notices when they are idle. */
  readonly tone: 'plain' | 'good' | 'attention' | 'wrong';
  readonly children: ComponentChildren;
}

export function Notice({ tone, children }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={tone === 'wrong' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

interface EmptyProps {
  readonly title: string;
  readonly note?: string | undefined;
  /** There is no other heading on the page. */
  readonly isPage?: boolean;
  readonly children?: ComponentChildren;
}

/** Shown instead of a list or a submission: the situation, and what to do. */
export function Empty({ title, note, isPage = false, children }: EmptyProps) {
  return (
    <div class="empty" role="status">
      {isPage ? <h1 class="empty-title">{title}</h1> : <p class="empty-title">{title}</p>}
      {note !== undefined && <p>{note}</p>}
      {children}
    </div>
  );
}
