/** Trying a parked export again: as it is, as another job, or over what stands in the ERP. */
import { useId } from 'preact/hooks';
import { findConfirmation } from '../../workflows/contract/codes';
import type { AcceptField, SubmissionView } from '../api/answers';
import { type Draft, useDraft } from '../api/draft';
import { Field } from '../components/field';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { wrongAt } from '../model/project-errors';
import { canChange, emptyRetry, firstRetryNumber, mustNameNumber, retryBody, type RetryDraft } from '../model/retry';
import { texts } from '../texts';
import { AcceptFields } from './accept-fields';
import { JobNumber, type NumberCheck, useNumberCheck } from './job-number';
import type { PanelProps } from './panel-props';
import { type Act, useAct } from './use-act';

interface JobProps extends Pick<PanelProps, 'view'> {
  readonly act: Act;
  readonly check: NumberCheck;
  readonly draft: Draft<RetryDraft>;
}

/** A field that was accepted can be changed and not taken away. */
const withAccepted = (fields: readonly AcceptField[], { job }: SubmissionView): AcceptField[] =>
  fields.map((field) => ({ ...field, required: field.required || Object.hasOwn(job?.fields ?? {}, field.key) }));

/** Another number, or other fields, are new to the approval: who may give them the API says. */
function OtherJob({ view, act, draft, check }: JobProps) {
  if (!canChange(view)) return null;
  const { jobNumber, acceptFields } = view.terms;
  const fields = { ...view.job?.fields, ...draft.value.fields };
  return (
    <>
      {jobNumber.required && (
        <JobNumber
          view={view}
          rule={jobNumber}
          number={draft.value.number ?? firstRetryNumber(view)}
          check={check}
          onNumber={(number) => draft.set({ number })}
          wrong={wrongAt(act.problem, '/job/number')}
        />
      )}
      <AcceptFields
        fields={withAccepted(acceptFields, view)}
        values={fields}
        onValue={(key, value) => draft.set({ fields: { ...draft.value.fields, [key]: value } })}
        problem={act.problem}
      />
    </>
  );
}

/** Only over the differences that are on the screen: the API refuses when there are others by now. */
function Confirm({ view, act, draft }: Omit<JobProps, 'check'>) {
  const parked = view.export?.parked;
  const confirm = findConfirmation(parked?.code);
  if (!confirm || parked?.differencesHash === undefined) return null;
  const { differencesHash } = parked;
  return (
    <div>
      <button
        type="button"
        class="danger"
        disabled={!act.isReady || !canChange(view)}
        onClick={() => void act.send({ ...retryBody(view, draft.value), confirm, differencesHash })}
      >
        {texts.retry[confirm]}
      </button>
      <p class="why-not">{canChange(view) ? texts.retry.confirmNote : texts.retry.approverOnly}</p>
    </div>
  );
}

/** Without a confirmation a difference is only looked at again. */
function formatLabel(view: SubmissionView, number: string): string {
  const { job, export: exporting } = view;
  if (number !== '' && number !== job?.number) return texts.retry.as(number);
  if (mustNameNumber(view)) return number === '' ? texts.retry.another : texts.retry.freed(number);
  return findConfirmation(exporting?.parked?.code) ? texts.retry.compare : texts.actions.retryExport;
}

/** Who may not give another number can only say that the taken one is free again. */
function Freed(props: PanelProps) {
  const { view } = props;
  const act = useAct('retryExport', props);
  const number = view.job?.number ?? '';
  return (
    <section>
      <h2>{texts.retry.title}</h2>
      <p>
        {texts.retry.taken(number)} {texts.retry.anotherByApprover}
      </p>
      {act.problem && <ProblemNotice problem={act.problem} />}
      <button type="button" disabled={!act.isReady} onClick={() => void act.send({ job: { number } })}>
        {act.isSending ? texts.decide.sending : texts.retry.freed(number)}
      </button>
    </section>
  );
}

export function Retry(props: PanelProps) {
  return mustNameNumber(props.view) && !canChange(props.view) ? <Freed {...props} /> : <RetryForm {...props} />;
}

function RetryForm(props: PanelProps) {
  const { view } = props;
  const act = useAct('retryExport', props);
  const draft = useDraft<RetryDraft>(`retry ${view.companyId} ${view.projectId} ${String(view.revision)}`, emptyRetry);
  const whyId = useId();
  const number = (draft.value.number ?? firstRetryNumber(view)).trim();
  const check = useNumberCheck(number, view.terms.jobNumber);
  const lacksNumber = mustNameNumber(view) && number === '';
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!check.pass()) return;
    void act.send(retryBody(view, draft.value)).then((done) => done && draft.clear());
  };
  return (
    <form onSubmit={onSubmit}>
      <h2>{texts.retry.title}</h2>
      <fieldset class="bare" disabled={!act.action.allowed}>
        <OtherJob {...{ view, act, draft, check }} />
        <Field label={texts.decide.note}>
          {(given) => (
            <input
              {...given}
              value={draft.value.note}
              onInput={({ currentTarget }) => draft.set({ note: currentTarget.value })}
            />
          )}
        </Field>
      </fieldset>
      {act.problem && <ProblemNotice problem={act.problem} />}
      {canChange(view) && <Confirm {...{ view, act, draft }} />}
      <button
        type="submit"
        class={props.firstAct === 'retryExport' ? 'primary' : ''}
        disabled={!act.isReady || lacksNumber}
        aria-describedby={whyId}
      >
        {act.isSending ? texts.decide.sending : formatLabel(view, number)}
      </button>
      <WhyNot id={whyId} action={act.action} />
      {!canChange(view) && <Confirm {...{ view, act, draft }} />}
    </form>
  );
}
