/** Where a project is written: a new one, corrections of the one that is open, or a closed one again. */
import { closedStatuses } from '../../workflows/contract/codes';
import type { SubmissionView } from '../api/answers';
import { isOutline, isShown } from '../api/client';
import { companyPath, useDesk } from '../api/desk';
import { useReading } from '../api/reading';
import { NotShown } from '../review/not-shown';
import { OutlinePage } from '../review/outline-page';
import { Correct } from './correct';
import { Submit } from './submit';

const isClosed = ({ status }: SubmissionView): boolean =>
  status === 'terminated' || closedStatuses.some((closed) => closed === status);

function CorrectProject({ projectId }: { readonly projectId: string }) {
  const { companyId, onProblem } = useDesk();
  // Read once: what is being corrected does not change under the hands.
  const { value: view, problem } = useReading(
    companyPath(companyId, `submissions/${projectId}`),
    isShown,
    0,
    onProblem,
  );
  if (!view) return <NotShown problem={problem} />;
  if (isOutline(view)) return <OutlinePage outline={view} />;
  return isClosed(view) ? <Submit closed={view} /> : <Correct view={view} />;
}

export function Writing() {
  const { projectId } = useDesk().place;
  return projectId === undefined ? <Submit /> : <CorrectProject projectId={projectId} />;
}
