/** In place of a submission that could not be read: whether it is not there, or cannot be read now. */
import type { ProblemDetails } from '../api/answers';
import { Empty } from '../components/notice';
import { texts } from '../texts';

/** `problem` absent: it is still under way. */
export function NotShown({ problem }: { readonly problem: ProblemDetails | undefined }) {
  if (!problem) return <Empty isPage title={texts.loading} />;
  const isMissing = problem.status === 404 || problem.status === 403;
  if (isMissing) return <Empty isPage title={texts.review.missing} />;
  return (
    <Empty isPage title={texts.review.unreachable} note={problem.code === 'read_failed' ? problem.detail : undefined} />
  );
}
