/**
 * Told by the API when something of the company changed. Closed while the tab is hidden: a browser has six
 * connections an origin, and each open stream takes one.
 */
import { useEffect } from 'preact/hooks';

const reopenAfterMs = 5_000;

function listen(companyId: string, onChange: () => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(`/v1/companies/${companyId}/events`);
    source.addEventListener('changed', onChange);
    source.addEventListener('error', () => {
      // The browser reconnects by itself, unless the answer was not a stream.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenAfterMs);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

export function useLive(companyId: string, onChange: () => void): void {
  useEffect(() => {
    let close: (() => void) | undefined;
    const follow = (): void => {
      close?.();
      close = document.hidden ? undefined : listen(companyId, onChange);
    };
    const onVisible = (): void => {
      follow();
      if (!document.hidden) onChange();
    };
    follow();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      close?.();
    };
  }, [companyId, onChange]);
}
