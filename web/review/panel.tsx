/** What can be done now, by status; whether this person may is said by the view's `actions`. */
import type { ComponentType } from 'preact';
import { commandRow } from '../../workflows/contract/command-table';
import type { CommandName, SubmissionView } from '../api/answers';
import { findFirstAct } from '../model/remedy';
import { texts } from '../texts';
import { Accept } from './accept';
import { panelId, type PanelProps } from './panel-props';
import { Reject } from './reject';
import { Resend } from './resend';
import { Retrieve } from './retrieve';
import { Retry } from './retry';
import { Settle } from './settle';
import { SubmitAgain } from './submit-again';
import { Withdraw } from './withdraw';

/** In the order in which they stand on the page. */
const forms: readonly (readonly [CommandName, ComponentType<PanelProps>])[] = [
  ['accept', Accept],
  ['retryExport', Retry],
  ['resend', Resend],
  ['reject', Reject],
  ['settle', Settle],
  ['retrieve', Retrieve],
  ['withdraw', Withdraw],
];

/** The commands that only others can give, by who can. */
function Others({ view, names }: { readonly view: SubmissionView; readonly names: readonly CommandName[] }) {
  const byWho = new Map<string, string[]>();
  for (const name of names) {
    const who = view.actions[name].who ?? '';
    byWho.set(who, [...(byWho.get(who) ?? []), texts.actions[name]]);
  }
  if (byWho.size === 0) return null;
  return (
    <section class="others">
      <h2>{texts.others}</h2>
      <dl>
        {[...byWho].map(([who, commands]) => (
          <div key={who}>
            <dt>{commands.join(', ')}</dt>
            <dd class="why-not">{who}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function Panel(props: PanelProps) {
  const { view } = props;
  // What belongs to this status: what is shown, not what is allowed.
  const shown = forms.filter(([name]) => commandRow(name).legalFrom.some((status) => status === view.status));
  if (shown.length === 0) return <SubmitAgain view={view} />;
  const firstAct = findFirstAct(view);
  const first = shown.find(([name]) => name === firstAct);
  const ordered = first ? [first, ...shown.filter((form) => form !== first)] : shown;
  const isForOthers = (name: CommandName): boolean => view.actions[name].code === 'not_permitted';
  return (
    <aside id={panelId} class="panel" tabIndex={-1} aria-label={texts.decide.title}>
      {ordered.map(([name, Form]) => !isForOthers(name) && <Form key={name} {...props} firstAct={firstAct} />)}
      <Others view={view} names={shown.map(([name]) => name).filter(isForOthers)} />
    </aside>
  );
}
