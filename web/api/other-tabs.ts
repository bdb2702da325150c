/** Tabs of this origin notify each other when the signed-in person has changed. */
const channelName = 'ledgergate-session';

/** They read it again. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('changed');
  channel.close();
}

/** @returns what ends it */
export function onOtherTab(change: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', change);
  return () => channel.close();
}
