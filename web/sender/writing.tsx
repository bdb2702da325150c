/** Where a project is written: a new one, corrections of the one that is open, or a closed one again. */
import { closedStatuses } from '../../workflows/contract/codes';
import type { SubmissionView } from '../data/answers';
import { companyPath, useDesk } from '../data/desk';
import { useReading } from '../data/reading';
import { Empty } from '../parts/notice';
import { isView } from '../review/use-review';
import { texts } from '../texts';
import { Correct } from './correct';
import { Submit } from './submit';

const isClosed = ({ status }: SubmissionView): boolean =>
  status === 'terminated' || closedStatuses.some((closed) => closed === status);

function CorrectOf({ projectId }: { readonly projectId: string }) {
  const { companyId, onProblem } = useDesk();
  // Read once: what is being corrected does not change under the hands.
  const { value: view, problem } = useReading(companyPath(companyId, `submissions/${projectId}`), isView, 0, onProblem);
  if (!view) return <Empty isPage title={problem ? texts.review.missing : texts.loading} />;
  return isClosed(view) ? <Submit closed={view} /> : <Correct view={view} />;
}

export function Writing() {
  const { projectId } = useDesk().place;
  return projectId === undefined ? <Submit /> : <CorrectOf projectId={projectId} />;
}
