/** What the rules of the ERP, and the ERP when it was asked, found. */
import type { ShownCheck, SubmissionView } from '../api/answers';
import { ProjectLink } from '../components/project-link';
import { When } from '../components/when';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';

function Finding({ check }: { readonly check: ShownCheck }) {
  const { severity, code, pointer, message, source = 'rules', at, projectId } = check;
  return (
    <li class={`finding ${severity}`}>
      <span class={`mark ${severity === 'error' ? 'wrong' : 'attention'}`}>{texts.findings[code]}</span>
      <span>
        {pointer !== undefined && <strong>{toLabel(pointer)} </strong>}
        {message}{' '}
        {projectId !== undefined && <ProjectLink projectId={projectId} label={texts.review.openProject(projectId)} />}
        <span class="quiet">
          {' '}
          {texts.review.sources[source]}
          {at !== undefined && (
            <>
              , <When at={at} />
            </>
          )}
        </span>
      </span>
    </li>
  );
}

export function Checks({ view }: { readonly view: SubmissionView }) {
  const found = view.checks.filter((check): check is ShownCheck => 'code' in check);
  const omitted = view.checks.reduce((sum, check) => sum + ('omitted' in check ? check.omitted : 0), 0);
  return (
    <section>
      <h2>{texts.review.checks}</h2>
      {view.isPreflightRunning && <p role="status">{texts.review.preflightRunning}</p>}
      {found.length === 0 && !view.isPreflightRunning && <p class="quiet">{texts.review.checksNone}</p>}
      {found.length > 0 && (
        <ul class="findings">
          {found.map((check, index) => (
            <Finding key={`${String(index)} ${check.message}`} check={check} />
          ))}
        </ul>
      )}
      {omitted > 0 && <p class="quiet">{texts.review.omitted(omitted)}</p>}
    </section>
  );
}
