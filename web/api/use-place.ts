/** Binds the current place to the address bar. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Place, readPlace, toPath } from './place';

const here = (): Place => readPlace(location.pathname, location.search);

export interface Going {
  readonly place: Place;
  readonly go: (place: Place) => void;
}

export function usePlace(): Going {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const follow = (): void => setPlace(here());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const go = useCallback((next: Place) => {
    const path = toPath(next);
    if (path !== `${location.pathname}${location.search}`) history.pushState(null, '', path);
    setPlace(next);
  }, []);
  return { place, go };
}

/** A plain click goes there without a reload; with a key held down the browser does what it does with links. */
export const onLink =
  (follow: () => void) =>
  (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow();
  };
