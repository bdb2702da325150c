/** Searches all submissions of the company in the chosen status, on the server. */
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../api/desk';
import { texts } from '../texts';
import { defined } from '../../workflows/contract/defined';

const typedForMs = 300;
/** As long as the API takes. */
const searchChars = 100;

/** Goes to the place of the search once somebody has stopped typing. */
function useServerSearch(): readonly [string, (typed: string) => void] {
  const { place, go } = useDesk();
  const [typed, setTyped] = useState(place.search ?? '');
  useEffect(() => setTyped(place.search ?? ''), [place.search]);
  useEffect(() => {
    const text = typed.trim();
    if (text === (place.search ?? '')) return undefined;
    const timer = setTimeout(() => {
      const { search: _search, ...rest } = place;
      go({ ...rest, ...defined({ search: text !== '' ? text : undefined }) });
    }, typedForMs);
    return () => clearTimeout(timer);
  }, [typed, place, go]);
  return [typed, setTyped];
}

export function Search() {
  const [typed, setTyped] = useServerSearch();
  return (
    <div class="search" role="search">
      <label>
        <span>{texts.queue.search}</span>
        <input
          type="search"
          value={typed}
          placeholder={texts.queue.searchFor}
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck={false}
          maxLength={searchChars}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
    </div>
  );
}
