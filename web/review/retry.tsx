/** Trying a parked export again: as it is, as another job, or over what stands in the ERP. */
import { useId } from 'preact/hooks';
import type { SubmissionView } from '../data/answers';
import { useDesk } from '../data/desk';
import { type Draft, useDraft } from '../data/draft';
import { Field } from '../parts/field';
import { ProblemNotice } from '../parts/problem';
import { WhyNot } from '../parts/why-not';
import { wrongAt } from '../plain/project-errors';
import { confirmationOf, emptyRetry, firstRetryNumber, retryBody, type RetryDraft } from '../plain/retry';
import { texts } from '../texts';
import { AcceptFields } from './accept-fields';
import { JobNumber } from './job-number';
import type { PanelProps } from './panel-props';
import { type Act, useAct } from './use-act';

interface JobProps extends Pick<PanelProps, 'view'> {
  readonly act: Act;
  readonly draft: Draft<RetryDraft>;
}

/** Another number, or other fields, is for approvers; the API has the last word. */
function OtherJob({ view, act, draft }: JobProps) {
  const { grants } = useDesk();
  if (!grants.approver) return null;
  const { jobNumber, acceptFields } = view.terms;
  const fields = draft.value.fields ?? view.job?.fields ?? {};
  return (
    <>
      {jobNumber.required && (
        <JobNumber
          view={view}
          rule={jobNumber}
          number={draft.value.number ?? firstRetryNumber(view)}
          onNumber={(number) => draft.set({ number })}
          wrong={wrongAt(act.problem, '/job/number')}
        />
      )}
      <AcceptFields
        fields={acceptFields}
        values={fields}
        onValue={(key, value) => draft.set({ fields: { ...fields, [key]: value } })}
        problem={act.problem}
      />
    </>
  );
}

/** Only over the differences that are on the screen: the API refuses when there are others by now. */
function Confirm({ view, act, draft }: JobProps) {
  const { grants } = useDesk();
  const parked = view.export?.parked;
  const confirm = confirmationOf(parked?.code);
  if (!confirm || parked?.seen === undefined) return null;
  const { seen } = parked;
  return (
    <div>
      <button
        type="button"
        class="danger"
        disabled={!act.isReady || !grants.approver}
        onClick={() => void act.send({ ...retryBody(view, draft.value), confirm, seen })}
      >
        {texts.retry[confirm]}
      </button>
      <p class="why-not">{grants.approver ? texts.retry.confirmNote : texts.retry.approverOnly}</p>
    </div>
  );
}

/** Without a confirmation a difference is only looked at again. */
function labelOf({ job, export: exporting }: SubmissionView, number: string): string {
  if (number !== '' && number !== job?.number) return texts.retry.as(number);
  return confirmationOf(exporting?.parked?.code) ? texts.retry.compare : texts.actions.retryExport;
}

export function Retry(props: PanelProps) {
  const { view } = props;
  const act = useAct('retryExport', props);
  const draft = useDraft<RetryDraft>(`retry ${view.companyId} ${view.projectId} ${String(view.revision)}`, emptyRetry);
  const whyId = useId();
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void act.send(retryBody(view, draft.value)).then((done) => done && draft.clear());
  };
  return (
    <form onSubmit={onSubmit}>
      <h2>{texts.retry.title}</h2>
      <fieldset class="bare" disabled={!act.action.allowed}>
        <OtherJob {...{ view, act, draft }} />
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
      <button type="submit" class="primary" disabled={!act.isReady} aria-describedby={whyId}>
        {act.isSending ? texts.decide.sending : labelOf(view, draft.value.number ?? firstRetryNumber(view))}
      </button>
      <WhyNot id={whyId} action={act.action} />
      <Confirm {...{ view, act, draft }} />
    </form>
  );
}
