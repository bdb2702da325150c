/** What was said, in its order with who and when, and the form to say something or to ask the sender. */
import { useId } from 'preact/hooks';
import type { SubmissionView } from '../api/answers';
import { When } from '../components/when';
import { displayName } from '../model/acts';
import { toConversation } from '../model/conversation';
import { texts } from '../texts';
import { Comment } from './comment';
import type { PanelProps } from './panel-props';

type Entry = ReturnType<typeof toConversation>[number];

function Said({ entry: { type, actor, at, revision, category, text, isQuestion } }: { readonly entry: Entry }) {
  const what = isQuestion ? texts.conversation.asked : texts.timeline[type];
  return (
    <li class="act">
      <p class="quiet">
        <strong>{what}</strong> {texts.by(displayName(actor))} · {texts.review.revision(revision).toLowerCase()} ·{' '}
        <When at={at} />
        {category !== undefined && ` · ${category}`}
      </p>
      <p class="said">{text}</p>
    </li>
  );
}

function Awaited({ view: { question } }: { readonly view: SubmissionView }) {
  if (question === undefined) return null;
  return (
    <p>
      <span class={question === 'open' ? 'mark attention' : 'mark'}>{texts.conversation.state[question]}</span>
    </p>
  );
}

export function Conversation({ view, onRequested }: Pick<PanelProps, 'view' | 'onRequested'>) {
  const said = toConversation(view);
  const titleId = useId();
  const mayComment = view.actions.comment.allowed;
  if (said.length === 0 && !mayComment) return null;
  return (
    <section aria-labelledby={titleId}>
      <h2 id={titleId}>{texts.conversation.title}</h2>
      <Awaited view={view} />
      {said.length > 0 && (
        <ol class="timeline">
          {said.map((entry) => (
            <Said key={`${entry.at} ${entry.type}`} entry={entry} />
          ))}
        </ol>
      )}
      {mayComment && <Comment view={view} onRequested={onRequested} />}
    </section>
  );
}
