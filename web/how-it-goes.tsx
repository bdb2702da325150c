/** How the submissions and exports of a company go now: how many, since when the ERP fails, when its agent was seen. */
import type { ExportHealth } from './api/answers';
import { useDesk } from './api/desk';
import { toShape } from './api/client';
import { toPath } from './api/place';
import { useReading } from './api/reading';
import { onLink } from './api/use-place';
import { Notice } from './components/notice';
import { ProjectLink } from './components/project-link';
import { useNow, When } from './components/when';
import { until } from './model/format';
import { ownText } from './model/own';
import type { QueueRows } from './queue/use-queue';
import { texts } from './texts';
import { paths } from '../client/operations';

type Counts = Pick<QueueRows, 'counts'>;

const isHealth = toShape<ExportHealth>();

/** What waits for somebody or something. */
const counted = ['awaiting_decision', 'exporting', 'parked'] as const;

function CountLinks({ counts }: Counts) {
  const { go, companyId } = useDesk();
  if (!counts) return null;
  return (
    <ul class="counts">
      {counted.map((filter) => (
        <li key={filter}>
          <a href={toPath({ at: 'queue', companyId, filter })} onClick={onLink(() => go({ filter }))}>
            {texts.about.counts[filter](counts[filter])}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Failing({ failing }: { readonly failing: NonNullable<ExportHealth['failing']> }) {
  const { since, projectId, attempts, lastFailure, nextAttemptAt } = failing;
  const now = useNow(1_000);
  return (
    <Notice tone="wrong">
      <p>
        <strong>{texts.about.failingSince}</strong> <When at={since} />.{' '}
        {ownText(texts.failures, lastFailure.code) ?? lastFailure.message}
      </p>
      <p class="quiet">{lastFailure.message}</p>
      <p>
        <ProjectLink projectId={projectId} label={texts.export.project(projectId)} />: {texts.export.attempts(attempts)}
        {nextAttemptAt !== undefined && `, ${texts.about.next(until(nextAttemptAt, now))}`}
      </p>
    </Notice>
  );
}

function Agent({ agent }: { readonly agent: NonNullable<ExportHealth['agent']> }) {
  if (agent.waitingSince === undefined) return <p class="quiet">{texts.about.agentUnknown}</p>;
  return (
    <p>
      {texts.about.agentAwaited} <When at={agent.waitingSince} />.{' '}
      {agent.seenAt === undefined ? (
        texts.about.agentNeverSeen
      ) : (
        <>
          {texts.about.agentSeen} <When at={agent.seenAt} />.
        </>
      )}
    </p>
  );
}

export function HowItGoes({ counts }: Counts) {
  const { companyId, onProblem, tick } = useDesk();
  // An attempt that fails changes no submission, so the page looks again from time to time.
  const { value: health } = useReading(paths.exportHealth(companyId), isHealth, tick + useNow(), onProblem);
  return (
    <section>
      <h2>{texts.about.now}</h2>
      <CountLinks counts={counts} />
      {health?.failing && <Failing failing={health.failing} />}
      {health && !health.failing && <p class="quiet">{texts.about.notFailing}</p>}
      {health?.agent && <Agent agent={health.agent} />}
    </section>
  );
}
