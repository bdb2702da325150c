/** The order of the lists, as this person chose it in this browser. */
import { useCallback, useState } from 'preact/hooks';
import { type Sort, sorts } from '../../workflows/contract/codes';

const storedAs = 'ledgergate order';

function readOrder(): Sort {
  try {
    return sorts.find((sort) => sort === localStorage.getItem(storedAs)) ?? 'waiting';
  } catch {
    return 'waiting';
  }
}

export function useOrder(): readonly [Sort, (order: Sort) => void] {
  const [order, setOrder] = useState(readOrder);
  const choose = useCallback((next: Sort) => {
    setOrder(next);
    try {
      localStorage.setItem(storedAs, next);
    } catch {
      // The storage is full or forbidden, so the order is kept only as long as the page.
    }
  }, []);
  return [order, choose];
}
