/** Two searches: by how the project id begins, on the server; by words, over the rows that are loaded. */
import { useEffect, useState } from 'preact/hooks';
import { idPattern } from '../../workflows/contract/names';
import { useDesk } from '../api/desk';
import { texts } from '../texts';
import { defined } from '../../workflows/contract/defined';

const typedForMs = 300;

interface SearchProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly shown: number;
  readonly loaded: number;
}

/** Goes to the place of the search once somebody has stopped typing. */
function useServerSearch(): readonly [string, (typed: string) => void] {
  const { place, go } = useDesk();
  const [typed, setTyped] = useState(place.search ?? '');
  useEffect(() => setTyped(place.search ?? ''), [place.search]);
  useEffect(() => {
    const isSearchable = typed === '' || idPattern.test(typed);
    if (typed === (place.search ?? '') || !isSearchable) return undefined;
    const timer = setTimeout(() => {
      const { search: _search, ...rest } = place;
      go({ ...rest, ...defined({ search: typed !== '' ? typed : undefined }) });
    }, typedForMs);
    return () => clearTimeout(timer);
  }, [typed, place, go]);
  return [typed, setTyped];
}

export function Search({ text, onText, shown, loaded }: SearchProps) {
  const [typed, setTyped] = useServerSearch();
  return (
    <div class="search" role="search">
      <label>
        <span>{texts.queue.search}</span>
        <input
          type="search"
          value={typed}
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setTyped(currentTarget.value.trim())}
        />
      </label>
      <label>
        <span>{texts.queue.find}</span>
        <input
          type="search"
          value={text}
          autocomplete="off"
          onInput={({ currentTarget }) => onText(currentTarget.value)}
        />
      </label>
      <p class="hint" role="status">
        {text !== '' && texts.queue.findNote(shown, loaded)}
      </p>
    </div>
  );
}
