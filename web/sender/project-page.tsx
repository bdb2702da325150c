/** The page on which a project is written and sent: for the first time, or again with corrections. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { FieldMessage } from '../../workflows/contract/commands';
import type { ProblemDetails } from '../api/answers';
import { useDesk } from '../api/desk';
import type { Draft } from '../api/draft';
import { ProblemNotice } from '../components/problem';
import { doubled } from '../model/custom-fields';
import { type Finding, fromProblem } from '../model/findings';
import { listCodes, placeLabel } from '../model/pointers';
import { type ProjectDraft, toProject } from '../model/project-draft';
import { texts } from '../texts';
import { Drop } from './drop';
import { ProjectForm } from './project-form';
import { useValidate } from './use-validate';

interface ProjectPageProps {
  readonly title: string;
  readonly draft: Draft<ProjectDraft>;
  readonly complaints: readonly FieldMessage[];
  readonly sendLabel: string;
  readonly onSend: (project: object) => void;
  readonly isSending: boolean;
  /** False: it would be refused whatever it says; the page tells why. */
  readonly canSend: boolean;
  readonly problem?: ProblemDetails;
  readonly onClose: () => void;
  /** Before all else: what there is to know. */
  readonly lead?: ComponentChildren;
  /** Before the fields: what this page alone asks for. */
  readonly first?: ComponentChildren;
  /** After them. */
  readonly last?: ComponentChildren;
}

interface SummaryProps {
  readonly findings: readonly Finding[];
  readonly codes: readonly string[];
}

function Summary({ findings, codes }: SummaryProps) {
  const errors = findings.filter(({ isError }) => isError);
  if (errors.length === 0) return <p class="quiet">{texts.review.checksNone}</p>;
  return (
    <details>
      <summary>{texts.sender.toCorrect(errors.length)}</summary>
      <ul>
        {errors.map(({ pointer, message }) => (
          <li key={`${pointer} ${message}`}>
            <strong>{placeLabel(pointer, codes)}</strong> {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function ProjectPage(props: ProjectPageProps) {
  const { title, draft, complaints, sendLabel, onSend, isSending, canSend, problem, onClose, lead, first, last } =
    props;
  const { lostBy } = useDesk();
  const [isTried, setIsTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const project = toProject(draft.value);
  const codes = listCodes(project);
  const { findings: found, isOld } = useValidate(JSON.stringify(project), draft.value.projectId.trim());
  const own = doubled(draft.value.customFields);
  const findings = [...own, ...found];
  const hasErrors = findings.some(({ isError }) => isError);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    setIsTried(true);
    if (own.length === 0 && (!hasErrors || isOld)) onSend(project);
    else setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const refused = problem?.code === 'project_breaks_rules' || problem?.code === 'malformed' ? fromProblem(problem) : [];
  return (
    <form ref={form} class="project-page" noValidate onSubmit={onSubmit}>
      <h1 id="review-title" tabIndex={-1}>
        {title}
      </h1>
      {lead}
      <Drop onDraft={draft.set}>
        {first}
        <ProjectForm {...{ draft, complaints, isTried }} findings={findings.length > 0 ? findings : refused} />
      </Drop>
      {last}
      <div role="status">
        <Summary findings={findings} codes={codes} />
      </div>
      {problem && <ProblemNotice problem={problem} codes={codes} />}
      <div class="buttons">
        <button type="submit" class="primary" disabled={isSending || !canSend || lostBy !== undefined}>
          {isSending ? texts.decide.sending : sendLabel}
        </button>
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
    </form>
  );
}
