/** What somebody wrote in a form: only there mistakes are shown, until the form is sent or filled as a whole. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { splitPointer, toPointer } from '../../workflows/contract/pointers';
import type { Finding } from '../model/findings';

const lists: readonly string[] = ['/costCodes', '/customFields'];

/** A list is touched as a whole. */
function toTouched(pointer: string): string {
  const [first = ''] = splitPointer(pointer);
  const list = toPointer(first);
  return lists.includes(list) ? list : pointer;
}

export interface Touched {
  readonly touch: (pointer: string) => void;
  readonly touchAll: () => void;
  readonly visible: readonly Finding[];
}

export function useTouched(findings: readonly Finding[]): Touched {
  const [isWhole, setIsWhole] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const touch = useCallback(
    (pointer: string) => setTouched((before) => (before.has(pointer) ? before : new Set([...before, pointer]))),
    [],
  );
  const touchAll = useCallback(() => setIsWhole(true), []);
  const visible = useMemo(
    () => (isWhole ? findings : findings.filter(({ pointer }) => touched.has(toTouched(pointer)))),
    [findings, isWhole, touched],
  );
  return { touch, touchAll, visible };
}
