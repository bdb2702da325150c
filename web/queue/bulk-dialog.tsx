/** What is about to be done to many, named one by one before; and what came of each after. */
import { useState } from 'preact/hooks';
import type { SubmissionItem } from '../api/answers';
import { useDesk } from '../api/desk';
import { useDraft } from '../api/draft';
import { Dialog } from '../components/dialog';
import { describeProblem } from '../components/problem';
import { rowKey } from '../model/rows';
import { emptyReject, rejectBody, type RejectDraft } from '../model/reject';
import { ReasonFields } from '../review/reason-fields';
import { texts } from '../texts';
import type { BulkName } from './use-bulk';
import { type BulkSending, type Result, useBulkSending } from './use-bulk-sending';

interface BulkDialogProps {
  readonly name: BulkName;
  readonly items: readonly SubmissionItem[];
  readonly onClose: () => void;
}

function ResultMark({ result }: { readonly result: Result | undefined }) {
  if (!result) return null;
  if ('isDone' in result) return <span class="mark exported">{texts.bulk.done}</span>;
  return <span class="result-wrong">{describeProblem(result.problem)}</span>;
}

function Items({ items, results }: Pick<BulkDialogProps, 'items'> & Pick<BulkSending, 'results'>) {
  return (
    <ul class="bulk-items">
      {items.map((item) => (
        <li key={rowKey(item)}>
          <span>
            {item.name} <span class="quiet">{item.projectId}</span>
          </span>
          <ResultMark result={results.get(rowKey(item))} />
        </li>
      ))}
    </ul>
  );
}

export function BulkDialog({ name, items, onClose }: BulkDialogProps) {
  // Those that were chosen: what is done leaves the list below.
  const [chosen] = useState(items);
  const { companyId } = useDesk();
  const reason = useDraft<RejectDraft>(`reject many ${companyId}`, emptyReject);
  const { isSending, results, send } = useBulkSending(name);
  const done = [...results.values()].filter((result) => 'isDone' in result).length;
  const isOver = done === chosen.length;
  const title = name === 'reject' ? texts.bulk.rejectTitle(chosen.length) : texts.bulk.retryTitle(chosen.length);
  const close = (): void => {
    if (isOver) reason.clear();
    onClose();
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void send(chosen, name === 'reject' ? rejectBody(reason.value) : {});
  };
  return (
    <Dialog title={title} onClose={close}>
      <Items items={chosen} results={results} />
      <form class="dialog-form" onSubmit={onSubmit}>
        {name === 'reject' && !isOver && (
          <fieldset class="bare" disabled={isSending}>
            <ReasonFields value={reason.value} onValue={reason.set} />
            <p class="hint">{texts.bulk.same}</p>
          </fieldset>
        )}
        <p role="status">{results.size > 0 && texts.bulk.result(done, chosen.length)}</p>
        <div class="buttons">
          {!isOver && (
            <button type="submit" class={name === 'reject' ? 'danger' : 'primary'} disabled={isSending}>
              {isSending ? texts.decide.sending : title}
            </button>
          )}
          <button type="button" disabled={isSending} onClick={close}>
            {isOver ? texts.close : texts.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
