/** A call to an ERP within the attempt it belongs to. */
import type { ErpError } from '../../activities/erp-port';

/** How long, after the attempt ended, the call may still come to its own end, which knows more. */
const graceMs = 1_000;

/** Returns the outcome of the work, or the failure `giveUp` if the signal fires and the work hangs. */
export async function endingWith<T>(signal: AbortSignal, work: Promise<T>, giveUp: () => ErpError): Promise<T> {
  const timer: { id?: NodeJS.Timeout } = {};
  const listening = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    const wait = (): void => {
      timer.id = setTimeout(() => {
        reject(giveUp());
      }, graceMs);
    };
    signal.addEventListener('abort', wait, { once: true, signal: listening.signal });
    if (signal.aborted) wait();
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    listening.abort();
    clearTimeout(timer.id);
  }
}
