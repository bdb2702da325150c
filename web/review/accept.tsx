/** Accepting: the job number, what else this ERP wants, and a button that says what will happen. */
import { useId, useState } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { useDraft } from '../api/draft';
import { Dialog } from '../components/dialog';
import { Field } from '../components/field';
import { ProblemNotice } from '../components/problem';
import { WhyNot } from '../components/refusal-reason';
import { acceptBody, type AcceptDraft, describeAccept, emptyAccept, firstNumber, isJobPointer } from '../model/accept';
import { wrongAt } from '../model/project-errors';
import { texts } from '../texts';
import { AcceptFields } from './accept-fields';
import { PreflightButton } from './preflight-button';
import { JobNumber, useNumberCheck } from './job-number';
import type { PanelProps } from './panel-props';
import { useAct } from './use-act';

const formatLabel = ({ mode }: SubmissionView, number: string): string =>
  mode === 'update' ? texts.decide.acceptUpdate(number) : texts.decide.accept(number);

interface SureProps {
  readonly view: SubmissionView;
  readonly number: string;
  readonly label: string;
  readonly onSure: () => void;
  readonly onClose: () => void;
}

/** Asks once, whether by mouse or by keyboard: what is sent is final. */
function Sure({ view, number, label, onSure, onClose }: SureProps) {
  return (
    <Dialog title={label} onClose={onClose}>
      <p class="about">{describeAccept(view, number)}</p>
      <p>{texts.decide.sure}</p>
      <form method="dialog" class="buttons">
        {/* The first button has the focus: Enter again is the answer. */}
        <button type="submit" class="primary" onClick={onSure}>
          {texts.decide.confirm[view.mode]}
        </button>
        <button type="submit">{texts.cancel}</button>
      </form>
    </Dialog>
  );
}

function useAcceptDraft(view: SubmissionView) {
  const draft = useDraft<AcceptDraft>(`accept ${view.companyId} ${view.projectId}`, emptyAccept);
  return { draft, number: draft.value.number ?? firstNumber(view) };
}

export function Accept(props: PanelProps) {
  const { view } = props;
  const act = useAct('accept', props);
  const { draft, number } = useAcceptDraft(view);
  const { jobNumber: rule, acceptFields } = view.terms;
  const [isAsking, setIsAsking] = useState(false);
  const check = useNumberCheck(number, rule);
  const whyId = useId();
  const label = formatLabel(view, number);
  const send = (): void => {
    void act.send(acceptBody({ ...draft.value, number })).then((done) => done && draft.clear());
  };
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (check.pass()) setIsAsking(true);
  };
  return (
    <form onSubmit={onSubmit}>
      <h2>{texts.decide.title}</h2>
      <fieldset class="bare" disabled={!act.action.allowed}>
        {rule.required && (
          <JobNumber
            {...{ view, rule, number, check }}
            onNumber={(next) => draft.set({ number: next })}
            wrong={wrongAt(act.problem, '/job/number')}
          />
        )}
        <PreflightButton {...props} number={number} />
        <AcceptFields
          fields={acceptFields}
          values={draft.value.fields}
          onValue={(key, value) => draft.set({ fields: { ...draft.value.fields, [key]: value } })}
          problem={act.problem}
        />
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
      {act.problem && <ProblemNotice problem={act.problem} isBeside={isJobPointer} />}
      <button
        type="submit"
        class="primary"
        disabled={!act.isReady}
        aria-describedby={whyId}
        aria-keyshortcuts={!rule.required ? 'a' : undefined}
      >
        {act.isSending ? texts.decide.sending : label}
      </button>
      <WhyNot id={whyId} action={act.action} />
      {isAsking && <Sure {...{ view, number, label }} onSure={send} onClose={() => setIsAsking(false)} />}
    </form>
  );
}
