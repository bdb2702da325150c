/** Takes it back before a decision. */
import { texts } from '../texts';
import type { PanelProps } from './panel-props';
import { SimpleAct } from './simple-act';
import { defined } from '../../workflows/contract/defined';

export function Retrieve(props: PanelProps) {
  return (
    <SimpleAct
      {...props}
      name="retrieve"
      label={texts.actions.retrieve}
      textLabel={texts.decide.note}
      isTextRequired={false}
      explain={texts.sender.retrieveNote}
      toFields={(note) => defined({ note })}
    />
  );
}
