/**
 * How the exports of a company go, read from those that have been under way longest. Temporal keeps of each only its
 * last attempt, and each worker what it knows of the ERP: so an ERP counts as failing since the oldest export began
 * whose last attempt failed.
 */
import type { RetriedFailureCode } from '../workflows/contract/codes';
import type { ExportHealth } from '../workflows/contract/answers';
import { defined } from '../workflows/contract/defined';
import type { ExportView } from '../workflows/contract/view';
import type { Run } from './gateway/memo';

export interface UnderWay {
  readonly run: Pick<Run, 'projectId' | 'waitingSince'>;
  /** Absent if the export has ended meanwhile. */
  readonly exporting: ExportView | undefined;
}

/** More would seldom say anything else: they are the oldest, and an ERP that fails holds them up first. */
export const mostLookedAt = 10;

/** An export that waits for others of its company says nothing of the ERP. */
const isOfErp = (code: string): boolean => code !== ('company_busy' satisfies RetriedFailureCode);

function toFailing({ run, exporting }: UnderWay): ExportHealth['failing'] {
  if (!exporting?.lastFailure || !isOfErp(exporting.lastFailure.code)) return undefined;
  const { attempts, lastFailure, nextAttemptAt } = exporting;
  const { projectId, waitingSince: since } = run;
  return { since, projectId, attempts, lastFailure, ...defined({ nextAttemptAt }) };
}

function toAgent(underWay: readonly UnderWay[]): ExportHealth['agent'] {
  const waiting = underWay.filter(({ exporting }) => exporting?.waitingFor === 'agent');
  const [waitingSince] = waiting.map(({ run }) => run.waitingSince).sort();
  const seenAt = waiting
    .flatMap(({ exporting }) => exporting?.agentSeenAt ?? [])
    .sort()
    .at(-1);
  return defined({ waitingSince, seenAt });
}

/** `underWay`: those that have waited longest, in that order. `mayHaveAgent`: there may be an agent before the ERP. */
export function toExportHealth(underWay: readonly UnderWay[], mayHaveAgent: boolean): ExportHealth {
  const [failing] = underWay.flatMap((each) => toFailing(each) ?? []);
  return defined({ failing, agent: mayHaveAgent ? toAgent(underWay) : undefined });
}
