/** How the export stands: trying, parked for a person, or in the ledger. */
import { isolate } from '../../workflows/contract/bidi';
import type { SubmissionView } from '../api/answers';
import { ExternalLink } from '../components/external-link';
import { Notice } from '../components/notice';
import { ProjectLink } from '../components/project-link';
import { useNow, When } from '../components/when';
import { until } from '../model/format';
import { pinned } from '../model/differences';
import { ownText } from '../model/own';
import { toLabel } from '../model/pointers';
import { texts } from '../texts';
import { ExportNow } from './export-now';
import { DifferenceTable } from './differences';

type ExportView = NonNullable<SubmissionView['export']>;

interface RunningProps {
  readonly view: SubmissionView;
  readonly exporting: ExportView;
}

function Running({ view, exporting }: RunningProps) {
  const { attempts, lastFailure, nextAttemptAt, waitingFor, agentSeenAt, paused } = exporting;
  const now = useNow(1_000);
  return (
    <Notice tone="plain">
      <p>
        <strong>{texts.export.running}</strong> {attempts > 0 && texts.export.attempts(attempts)}
      </p>
      {waitingFor && (
        <p>
          {texts.export.waitingForAgent}
          {agentSeenAt !== undefined && (
            <span class="quiet">
              {' '}
              {texts.export.agentSeen} <When at={agentSeenAt} />
            </span>
          )}
        </p>
      )}
      {lastFailure && (
        <p>
          {ownText(texts.failures, lastFailure.code) ?? lastFailure.message}
          <span class="quiet">
            {' '}
            {lastFailure.message} {lastFailure.at !== undefined && <When at={lastFailure.at} />}
          </span>
        </p>
      )}
      {nextAttemptAt !== undefined && (
        <p>
          {texts.export.next} {texts.export.inTime(until(nextAttemptAt, now))}
        </p>
      )}
      {paused && (
        <p>
          {texts.export.pausedBy(isolate(paused.by))} <When at={paused.since} />
        </p>
      )}
      <p class="quiet">{texts.export.runningNote}</p>
      <ExportNow view={view} />
    </Notice>
  );
}

interface HolderProps {
  /** The reference of a project, or what the ERP calls the record. */
  readonly holder: string;
  readonly projectId: string | undefined;
}

/** Who has the number or the name, with the way there if it is a project of this company. */
function Holder({ holder, projectId }: HolderProps) {
  return (
    <p>
      <span class="quiet">{texts.export.heldBy}:</span>{' '}
      {projectId === undefined ? (
        isolate(holder)
      ) : (
        <ProjectLink projectId={projectId} label={texts.export.project(projectId)} />
      )}
    </p>
  );
}

function ParkedState({ attempts, parked, project }: ExportView & Pick<SubmissionView, 'project'>) {
  if (!parked) return null;
  const { code, message, fields = [], remedy, since, changes, holder, holderProjectId } = parked;
  return (
    <>
      <Notice tone="attention">
        <p>
          <strong>{texts.parked[code]}</strong>{' '}
          <span class="quiet">
            {texts.export.attempts(attempts)}, <When at={since} />
          </span>
        </p>
        <p>
          <span class="quiet">{texts.export.said}:</span> {message}
        </p>
        {holder !== undefined && <Holder {...{ holder, projectId: holderProjectId }} />}
        {fields.length > 0 && (
          <ul>
            {fields.map(({ pointer, message: wrong }) => (
              <li key={`${pointer} ${wrong}`}>
                <strong>{toLabel(pointer)}</strong> {wrong}
              </li>
            ))}
          </ul>
        )}
        <p>
          <span class="quiet">{texts.export.whatToDo}:</span> {remedy}
        </p>
      </Notice>
      {changes && (
        <section>
          <h2>{texts.retry.inErp}</h2>
          <DifferenceTable
            list={pinned(changes)}
            before={texts.difference.inErp}
            after={texts.difference.wouldBe}
            project={project}
            hasSums={false}
          />
        </section>
      )}
    </>
  );
}

function Receipt({ receipt }: { readonly receipt: NonNullable<SubmissionView['receipt']> }) {
  return (
    <Notice tone="good">
      <p>
        <strong>{texts.export.done}</strong>
        {receipt.byHand && `, ${texts.export.byHand}`} <When at={receipt.exportedAt} />
      </p>
      {receipt.url !== undefined && (
        <p>
          <ExternalLink href={receipt.url}>{texts.export.open}</ExternalLink>
        </p>
      )}
      <dl class="fields">
        {Object.entries(receipt.ids).map(([name, id]) => (
          <div key={name}>
            <dt>{ownText(texts.export.ids, name) ?? name}</dt>
            <dd>
              <ExternalLink href={id}>{id}</ExternalLink>
            </dd>
          </div>
        ))}
        <div>
          <dt>{texts.export.reference}</dt>
          <dd>{receipt.reference}</dd>
        </div>
      </dl>
    </Notice>
  );
}

export function ExportState({ view }: { readonly view: SubmissionView }) {
  const { status, receipt, export: exporting } = view;
  if (receipt && status === 'exported') return <Receipt receipt={receipt} />;
  if (!exporting) return null;
  if (status === 'exporting') return <Running view={view} exporting={exporting} />;
  return status === 'parked' ? <ParkedState {...exporting} project={view.project} /> : null;
}
