/** Why something cannot be done, and who can: beside the control that is off. */
import { texts } from '../texts';
import type { SubmissionView } from '../api/answers';

type Action = SubmissionView['actions'][keyof SubmissionView['actions']];

export function WhyNot({ action, id }: { readonly action: Action; readonly id?: string }) {
  const { allowed, code, who } = action;
  if (allowed) return null;
  return (
    <p class="why-not" id={id}>
      {code && texts.refusals[code]}
      {who !== undefined && (
        <>
          {' '}
          {texts.whoCan} {who}
        </>
      )}
    </p>
  );
}
