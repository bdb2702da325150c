/** Correcting what was rejected or retrieved, with the reasons beside the fields, and resending it. */
import { useMemo } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { useDesk } from '../api/desk';
import { useDraft } from '../api/draft';
import { Field } from '../components/field';
import { WhyNot } from '../components/refusal-reason';
import { type ProjectDraft, toCorrection } from '../model/project-draft';
import { Rejection } from '../review/differences';
import { useAct } from '../review/use-act';
import { texts } from '../texts';
import { FromSource } from './from-source';
import { ProjectPage } from './project-page';
import { defined } from '../../workflows/contract/defined';

export function Correct({ view }: { readonly view: SubmissionView }) {
  const { companyId, projectId, revision, project, rejection } = view;
  const { go, place, refresh } = useDesk();
  const before = useMemo(() => toCorrection(project, projectId), [project, projectId]);
  const draft = useDraft<ProjectDraft>(`correct ${companyId} ${projectId} ${String(revision)}`, before);
  const close = (): void => {
    const { isWriting: _isWriting, ...open } = place;
    go(open);
  };
  const act = useAct('resend', { view, onApplied: () => undefined });
  /** `corrected` absent: as it is in the source. */
  const onSend = (corrected?: object): void => {
    const note = draft.value.note.trim();
    void act.send(defined({ project: corrected, note: note === '' ? undefined : note })).then((done) => {
      if (!done) return;
      draft.clear();
      refresh();
      close();
    });
  };
  const isRejected = rejection?.revision === revision;
  const rejected = useMemo(
    () => (isRejected ? { fields: rejection.fields ?? [], before } : undefined),
    [isRejected, rejection, before],
  );
  return (
    <ProjectPage
      title={texts.sender.correct(project.name)}
      {...{ draft, onSend, isSending: act.isSending, ...defined({ problem: act.problem, rejected }) }}
      canSend={act.action.allowed}
      fixedId={projectId}
      sendLabel={texts.sender.resend(revision + 1)}
      onClose={close}
      lead={
        <>
          <WhyNot action={act.action} />
          {isRejected && <Rejection view={view} tone="attention" />}
          <FromSource
            label={texts.sender.resendFrom}
            onSend={onSend}
            isSending={act.isSending}
            canSend={act.action.allowed}
          />
        </>
      }
      last={
        <Field label={texts.sender.note}>
          {(given) => (
            <input
              {...given}
              value={draft.value.note}
              onInput={({ currentTarget }) => draft.set({ note: currentTarget.value })}
            />
          )}
        </Field>
      }
    />
  );
}
