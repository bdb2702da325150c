/** Shows a refusal of the API, with who acted first and what to correct. */
import type { ProblemDetails } from '../api/answers';
import { isUncertain } from '../api/client';
import { ownText } from '../model/own';
import { toSentence } from '../model/messages';
import { inProject, placeLabel } from '../model/pointers';
import { texts } from '../texts';
import { Notice } from './notice';
import { When } from './when';

const displayName = ({ id, name }: { id: string; name?: string | undefined }): string => name ?? id;

/** Uses the desk's own text if the code is enough. Otherwise the detail has what the code cannot say. */
export function describeProblem(problem: ProblemDetails): string {
  if (problem.code === 'not_confirmed') return texts.decide.notConfirmed;
  if (isUncertain(problem)) return texts.decide.uncertain;
  const refusals: Readonly<Partial<Record<string, string>>> = texts.refusals;
  return (problem.current && ownText(refusals, problem.code)) ?? problem.detail;
}

function Current({ current }: { readonly current: NonNullable<ProblemDetails['current']> }) {
  return (
    <p>
      {texts.status[current.status]}, {texts.review.revision(current.revision).toLowerCase()}: {displayName(current.by)}
      , <When at={current.at} />
    </p>
  );
}

interface ProblemNoticeProps {
  readonly problem: ProblemDetails;
  /** Of the document that was sent, whose cost codes the problem names by their place. */
  readonly codes?: readonly string[];
  /** What stands at its field already is not said again. */
  readonly isBeside?: (pointer: string) => boolean;
}

export function ProblemNotice({ problem, codes = [], isBeside = () => false }: ProblemNoticeProps) {
  const { code, current, requestId } = problem;
  const errors = (problem.errors ?? []).filter(({ pointer }) => !isBeside(pointer));
  return (
    <Notice tone="wrong">
      <p>{describeProblem(problem)}</p>
      {current && <Current current={current} />}
      {errors.length > 0 && (
        <ul>
          {errors.map((error) => (
            <li key={`${error.pointer} ${error.message}`}>
              <strong>{placeLabel(inProject(error.pointer), codes)}</strong> {toSentence(error)}
            </li>
          ))}
        </ul>
      )}
      {code === 'internal' && <p class="quiet">{requestId}</p>}
    </Notice>
  );
}
