/** Shows beside a disabled control why the command is not possible, and who can give it. */
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
