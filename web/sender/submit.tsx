/** Submitting a project for the first time, or again after its last run is closed. */
import { useMemo } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { useCommand } from '../api/command';
import { toShape } from '../api/client';
import { companyPath, useDesk } from '../api/desk';
import { useDraft } from '../api/draft';
import { Field } from '../components/field';
import { Notice } from '../components/notice';
import { wrongAt } from '../model/project-errors';
import { emptyDraft, fromProject, type ProjectDraft } from '../model/project-draft';
import { texts } from '../texts';
import { FromSource } from './from-source';
import { ProjectPage } from './project-page';
import { defined } from '../../workflows/contract/defined';

const isView = toShape<SubmissionView>('projectId', 'status');

/** The company's ERP takes no projects: said before anything is typed. */
function NotTaken({ why, remedy }: { readonly why: string | undefined; readonly remedy: string | undefined }) {
  return (
    <Notice tone="attention">
      <p>
        {why ?? texts.refusals.integration_takes_no_projects} {remedy}
      </p>
    </Notice>
  );
}

interface SubmitProps {
  /** Submitted again: what it was. */
  readonly closed?: SubmissionView;
}

export function Submit({ closed }: SubmitProps) {
  const { companyId, go, integration, refresh } = useDesk();
  const before = useMemo(() => (closed ? fromProject(closed.project, closed.projectId) : emptyDraft), [closed]);
  const draft = useDraft<ProjectDraft>(`submit ${companyId} ${closed?.runId ?? ''}`, before);
  const { give, isSending, problem } = useCommand(isView);
  /** `project` absent: as it is in the source. */
  const onSend = (project?: object): void => {
    const projectId = closed?.projectId ?? draft.value.projectId.trim();
    void give(companyPath(companyId, 'submissions'), { projectId, ...defined({ project }) }).then((view) => {
      if (!view) return;
      draft.clear();
      refresh();
      go({ projectId: view.projectId });
    });
  };
  const lead = integration && !integration.takesProjects && (
    <NotTaken why={integration.why} remedy={integration.remedy} />
  );
  const first = (
    <fieldset class="group">
      <legend>{texts.sender.groups.id}</legend>
      <Field
        label={texts.sender.projectId}
        isRequired
        isWide
        hint={texts.sender.projectIdHint}
        wrong={wrongAt(problem, '/projectId')}
      >
        {(given) => (
          <input
            {...given}
            class="code"
            value={closed?.projectId ?? draft.value.projectId}
            readOnly={closed !== undefined}
            autocomplete="off"
            onInput={({ currentTarget }) => draft.set({ projectId: currentTarget.value })}
          />
        )}
      </Field>
      <FromSource
        label={texts.sender.submitFrom}
        onSend={onSend}
        isSending={isSending}
        canSend={integration?.takesProjects !== false}
      />
    </fieldset>
  );
  return (
    <ProjectPage
      title={closed ? texts.sender.againTitle(closed.project.name) : texts.queue.submit}
      {...{ draft, onSend, isSending, lead, first, ...defined({ problem, fixedId: closed?.projectId }) }}
      canSend={integration?.takesProjects !== false}
      sendLabel={texts.sender.submit}
      onClose={() => go(closed ? { projectId: closed.projectId } : {})}
    />
  );
}
