/** Ends it without export. */
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { SimpleAct } from './simple-act';

export function Withdraw(props: PanelProps) {
  return (
    <SimpleAct
      {...props}
      name="withdraw"
      label={texts.actions.withdraw}
      textLabel={texts.decide.reason}
      isTextRequired
      explain={texts.sender.withdrawNote}
      toFields={(reason) => ({ reason })}
    />
  );
}
