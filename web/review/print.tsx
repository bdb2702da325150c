/** The way to paper, and what stands only there: when and by whom it was printed, and the hash of the record. */
import { useEffect, useState } from 'preact/hooks';
import { paths } from '../../client/operations';
import { isShownRecord } from '../../client/outline';
import type { SubmissionView } from '../api/answers';
import { read } from '../api/client';
import { useDesk } from '../api/desk';
import { usePrinting } from '../components/printing';
import { utc } from '../model/format';
import { texts } from '../texts';

/** The hash of the record as it is now. Only operators and viewers may read the record. */
function useRecordHash({ companyId, projectId }: SubmissionView): readonly [string | undefined, () => Promise<void>] {
  const { grants, onProblem } = useDesk();
  const [hash, setHash] = useState<string>();
  useEffect(() => {
    // On the next paper it may be another one.
    const forget = (): void => setHash(undefined);
    addEventListener('afterprint', forget);
    return () => removeEventListener('afterprint', forget);
  }, []);
  const load = async (): Promise<void> => {
    if (!grants.operator && !grants.viewer) return;
    const answer = await read(paths.record(companyId, projectId), isShownRecord);
    if ('problem' in answer) onProblem(answer.problem);
    else if ('sha256' in answer.value) setHash(answer.value.sha256);
  };
  return [hash, load];
}

export function Print({ view }: { readonly view: SubmissionView }) {
  const { grants, session } = useDesk();
  const [hash, load] = useRecordHash(view);
  const isPrinting = usePrinting();
  const print = async (): Promise<void> => {
    await load();
    // Once the hash is on the page.
    setTimeout(() => window.print());
  };
  return (
    <>
      <button type="button" class="plain" onClick={() => void print()}>
        {texts.print.button}
      </button>
      {isPrinting && (
        <span class="printed">
          {texts.print.by(grants.name, session.actor.name ?? session.actor.id, utc(new Date().toISOString()))}
          {hash !== undefined && ` ${texts.print.hash(hash)}`}
        </span>
      )}
    </>
  );
}
