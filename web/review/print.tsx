/** The way to paper, and what stands only there: when and by whom it was printed, and the hash of the record. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { paths } from '../../client/operations';
import { isShownRecord } from '../../client/outline';
import type { SubmissionView } from '../api/answers';
import { read } from '../api/client';
import { mayReadRecord, useDesk } from '../api/desk';
import { usePrinting } from '../components/printing';
import { utc } from '../model/format';
import { texts } from '../texts';

/** The hash of the record as it is now. */
function useRecordHash({ companyId, projectId }: SubmissionView): readonly [string | undefined, () => Promise<void>] {
  const { grants, onProblem } = useDesk();
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    // On the next paper it may be another one.
    const forget = (): void => setHash(undefined);
    addEventListener('afterprint', forget);
    return () => removeEventListener('afterprint', forget);
  }, []);
  const mayRead = mayReadRecord(grants);
  const load = useCallback(async (): Promise<void> => {
    if (!mayRead) return;
    const answer = await read(paths.record(companyId, projectId), isShownRecord);
    if ('problem' in answer) onProblem(answer.problem);
    else if ('sha256' in answer.value) setHash(answer.value.sha256);
  }, [mayRead, companyId, projectId, onProblem]);
  return [hash, load];
}

/** The keys that print, which a page is told of before the browser prints. Nothing can wait once it does. */
const isPrintKey = ({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'p' && ctrlKey !== metaKey && !shiftKey && !altKey;

function usePrintKey(print: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!isPrintKey(event)) return;
      event.preventDefault();
      print();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [print]);
}

export function Print({ view }: { readonly view: SubmissionView }) {
  const { grants, session } = useDesk();
  const [hash, load] = useRecordHash(view);
  const isPrinting = usePrinting();
  const print = useCallback((): void => {
    // Once the hash is on the page.
    void load().then(() => setTimeout(() => window.print()));
  }, [load]);
  usePrintKey(print);
  return (
    <>
      <button type="button" class="plain" onClick={print}>
        {texts.print.button}
      </button>
      {isPrinting && (
        <span class="printed">
          {texts.print.by(grants.name, session.actor.name ?? session.actor.id, utc(new Date().toISOString()))}
          {mayReadRecord(grants) && ` ${hash === undefined ? texts.print.noHash : texts.print.hash(hash)}`}
        </span>
      )}
    </>
  );
}
