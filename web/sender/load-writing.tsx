/** The page on which a project is written is loaded when somebody opens it: whoever decides does not wait for it. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty } from '../components/notice';
import { texts } from '../texts';

type Loaded = { readonly Writing: ComponentType } | 'failed';

let loaded: Loaded | undefined;

async function load(): Promise<Loaded> {
  try {
    loaded = await import('./writing');
    return loaded;
  } catch {
    // Not kept: the next time it may be there.
    return 'failed';
  }
}

export function WritingPage() {
  const [page, setPage] = useState(loaded);
  useEffect(() => {
    if (!page) void load().then(setPage);
  }, [page]);
  if (page === undefined) return <Empty isPage title={texts.loading} />;
  if (page !== 'failed') return <page.Writing />;
  return (
    <Empty isPage title={texts.sender.notLoaded}>
      <button type="button" onClick={() => location.reload()}>
        {texts.sender.reload}
      </button>
    </Empty>
  );
}
