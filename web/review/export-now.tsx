/** Starts the next attempt of an export at once. */
import { paths } from '../../client/operations';
import type { SubmissionView } from '../api/answers';
import { toShape } from '../api/client';
import { useCommand } from '../api/command';
import { useDesk } from '../api/desk';
import { ProblemNotice } from '../components/problem';
import { texts } from '../texts';

const isDone = toShape<object>();

export function ExportNow({ view: { companyId, projectId, export: exporting } }: { readonly view: SubmissionView }) {
  const { grants, lostBy, refresh } = useDesk();
  const { give, isSending, problem } = useCommand(isDone);
  const isWaiting = exporting?.nextAttemptAt !== undefined || exporting?.paused !== undefined;
  if (!grants.operator || !isWaiting) return null;
  const onClick = (): void => {
    void give(paths.exportNow(companyId, projectId), {}).then((done) => done && refresh());
  };
  return (
    <>
      <button type="button" disabled={isSending || lostBy !== undefined} onClick={onClick}>
        {isSending ? texts.decide.sending : texts.export.now}
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </>
  );
}
