/** Windows of this origin notify each other when the signed-in person has changed. */

/** `signed_out`: somebody pressed the button. `changed`: anything else, so the others read the session again. */
export type TabMessage = 'changed' | 'signed_out';

const messages: readonly TabMessage[] = ['changed', 'signed_out'];

/** One for sending and receiving: a channel does not receive what it sent. */
let channel: BroadcastChannel | undefined;
const open = (): BroadcastChannel => (channel ??= new BroadcastChannel('ledgergate-session'));

export const tellOtherTabs = (message: TabMessage): void => open().postMessage(message);

/** @returns what ends it */
export function onOtherTab(listener: (message: TabMessage) => void): () => void {
  const hear = ({ data }: MessageEvent): void => {
    const message = messages.find((known) => known === data);
    if (message) listener(message);
  };
  open().addEventListener('message', hear);
  return () => open().removeEventListener('message', hear);
}
