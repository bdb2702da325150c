/** The page on which a project is written and sent: for the first time, or again with corrections. */
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { FieldMessage } from '../../workflows/contract/commands';
import type { ProblemDetails } from '../api/answers';
import { useDesk } from '../api/desk';
import type { Draft } from '../api/draft';
import { ProblemNotice } from '../components/problem';
import { placeComplaints } from '../model/complaints';
import { doubled } from '../model/custom-fields';
import { type Finding, fromProblem } from '../model/findings';
import { listMistakes } from '../model/mistakes';
import { listCodes } from '../model/pointers';
import { emptyDraft, type ProjectDraft, toProject } from '../model/project-draft';
import { listStops } from '../model/stops';
import { texts } from '../texts';
import { Mistakes, Untouched } from './before-sending';
import { ImportFile } from './import-file';
import { ProjectForm } from './project-form';
import { StopsBar } from './stops-bar';
import { useImport } from './use-import';
import { useJump } from './use-jump';
import { useTouched } from './use-touched';
import { useValidate } from './use-validate';

export interface Rejected {
  readonly fields: readonly FieldMessage[];
  readonly before: ProjectDraft;
}

interface ProjectPageProps {
  readonly title: string;
  readonly draft: Draft<ProjectDraft>;
  /** What the rejection said about fields, and the revision that it is about. */
  readonly rejected?: Rejected;
  readonly sendLabel: string;
  readonly onSend: (project: object) => void;
  readonly isSending: boolean;
  /** False: it would be refused whatever it says; the page tells why. */
  readonly canSend: boolean;
  readonly problem?: ProblemDetails;
  readonly onClose: () => void;
  /** The id of a project that was submitted before. */
  readonly fixedId?: string;
  /** Before all else: what there is to know. */
  readonly lead?: ComponentChildren;
  /** Before the fields: what this page alone asks for. */
  readonly first?: ComponentChildren;
  /** After them. */
  readonly last?: ComponentChildren;
}

const none: readonly FieldMessage[] = [];

/** What the API refused, where it says which fields are wrong. */
const refusedFields = (problem: ProblemDetails | undefined): Finding[] =>
  problem?.code === 'project_breaks_rules' || problem?.code === 'malformed' ? fromProblem(problem) : [];

export function ProjectPage(props: ProjectPageProps) {
  const { title, draft, rejected, sendLabel, onSend, isSending, canSend, problem, onClose, fixedId } = props;
  const { lead, first, last } = props;
  const { value } = draft;
  const { fields, costCodes, customFields } = value;
  const { lostBy } = useDesk();
  const form = useRef<HTMLFormElement>(null);
  const { findings: found, codes, isOld } = useValidate(value);
  const own = useMemo(() => doubled(customFields), [customFields]);
  const checked = useMemo(() => [...own, ...found], [own, found]);
  const refused = useMemo(() => refusedFields(problem), [problem]);
  const findings = checked.length > 0 ? checked : refused;
  const { touch, touchAll, visible } = useTouched(findings);
  const importing = useImport({ draft, id: fixedId, onWritten: touch });
  const complaints = useMemo(
    () =>
      placeComplaints(rejected?.fields ?? none, rejected?.before ?? emptyDraft, { fields, costCodes, customFields }),
    [rejected, fields, costCodes, customFields],
  );
  const stops = useMemo(
    () =>
      listStops({
        complaints: complaints.flatMap(({ spot }) => spot ?? []),
        mistakes: listMistakes(visible, { costCodes, customFields }),
      }),
    [complaints, visible, costCodes, customFields],
  );
  const jump = useJump(form, stops);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    touchAll();
    const isWrong = checked.some(({ isError }) => isError);
    if (own.length === 0 && (!isWrong || isOld)) onSend(toProject(value));
    else jump.toFirst(listMistakes(checked, value));
  };
  return (
    <form ref={form} class="project-page" noValidate onSubmit={onSubmit} onFocusIn={jump.onFocusIn}>
      <h1 id="review-title" tabIndex={-1}>
        {title}
      </h1>
      {lead}
      <ImportFile {...{ importing, draft }} canCopy={fixedId === undefined}>
        {first}
        <ProjectForm {...{ draft, complaints, importing }} findings={visible} onTouch={touch} goal={jump.goal} />
      </ImportFile>
      {last}
      <div role="status">
        <Mistakes findings={checked} codes={codes} draft={value} to={jump.to} />
      </div>
      {problem && <ProblemNotice problem={problem} codes={listCodes(toProject(value))} />}
      <Untouched complaints={complaints} to={jump.to} />
      <div class="buttons">
        <button type="submit" class="primary" disabled={isSending || !canSend || lostBy !== undefined}>
          {isSending ? texts.decide.sending : sendLabel}
        </button>
        <button type="button" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
      <StopsBar stops={stops} jump={jump} />
    </form>
  );
}
