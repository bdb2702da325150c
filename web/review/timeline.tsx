/** Who did what, when and by which channel; the newest first. */
import type { SubmissionView } from '../api/answers';
import { usePrinting } from '../components/printing';
import { When } from '../components/when';
import { displayName } from '../model/acts';
import { ownText } from '../model/own';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';

type Entry = Extract<SubmissionView['timeline'][number], { type: unknown }>;

/** Why it was parked or ignored. */
const codes: Readonly<Partial<Record<string, string>>> = { ...texts.refusals, ...texts.parked };

const formatDetail = ({ revision, actor, category, jobNumber, code, signal, times }: Entry): string =>
  [
    texts.review.revision(revision).toLowerCase(),
    texts.channel[actor.channel],
    category,
    jobNumber !== undefined && texts.job(jobNumber),
    signal,
    code !== undefined && (ownText(codes, code) ?? code),
    times !== undefined && times > 1 && texts.times(times),
  ]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' · ');

/** What of the job is no longer as it was accepted. */
function JobChanges({ changes }: { readonly changes: NonNullable<Entry['changes']> }) {
  return (
    <ul class="quiet">
      {changes.map((change) =>
        'omitted' in change ? (
          <li key="omitted">{texts.review.omitted(change.omitted)}</li>
        ) : (
          <li key={change.pointer}>
            {texts.changed(toLabel(change.pointer), change.before ?? texts.none, change.after ?? texts.none)}
          </li>
        ),
      )}
    </ul>
  );
}

function Line({ entry }: { readonly entry: Entry }) {
  const { type, actor, at, text, changes } = entry;
  return (
    <li class={type === 'ignored' ? 'act quiet' : 'act'}>
      <p>
        <strong>{texts.timeline[type]}</strong>
        {actor.channel !== 'export' && ` ${texts.by(displayName(actor))}`}
        <span class="quiet">
          {' '}
          · {formatDetail(entry)} · <When at={at} />
        </span>
      </p>
      {text !== undefined && <p class="said">{text}</p>}
      {changes && <JobChanges changes={changes} />}
    </li>
  );
}

const isEntry = (entry: SubmissionView['timeline'][number]): entry is Entry => 'type' in entry;

/** For the paper: who accepted and rejected, without all else that happened. */
export function Decisions({ view: { timeline } }: { readonly view: SubmissionView }) {
  const isPrinting = usePrinting();
  if (!isPrinting) return null;
  const decisions = timeline.filter(isEntry).filter(({ type }) => type === 'accepted' || type === 'rejected');
  return (
    <section>
      <h2>{texts.print.decisions}</h2>
      {decisions.length === 0 && <p>{texts.print.noDecision}</p>}
      <ol class="timeline">
        {decisions.map((entry) => (
          <Line key={entry.at} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

export function Timeline({ view: { timeline } }: { readonly view: SubmissionView }) {
  const entries = timeline.filter(isEntry).toReversed();
  const omitted = timeline.reduce((sum, entry) => sum + ('omitted' in entry ? entry.omitted : 0), 0);
  return (
    <section>
      <h2>{texts.review.timeline}</h2>
      <ol class="timeline">
        {entries.map((entry, index) => (
          <Line key={`${String(entries.length - index)} ${entry.at}`} entry={entry} />
        ))}
      </ol>
      {omitted > 0 && <p class="quiet">{texts.review.omitted(omitted)}</p>}
    </section>
  );
}
