/** What is in the ERP against what the gate says of it. Each rule names those that break it. */
import { isSameContent, type ErpContent } from '../../activities/erp-content';
import type { ErpRecord } from '../../activities/erp-port';
import type { ParkedCode } from '../../workflows/contract/codes';
import type { SubmissionState } from '../../workflows/contract/view';
import type { Ordered } from './batch';

/** A scenario that was played. */
export interface Played {
  readonly id: string;
  readonly fault: string;
  readonly exports: number;
  readonly parks?: ParkedCode | undefined;
  /** False: it needs no fault at each submission. */
  readonly meetsAll: boolean;
  readonly ends: readonly End[];
}

/** One submission at its end. */
export interface End {
  readonly ordered: Ordered;
  readonly state: SubmissionState;
  readonly met: number;
  /** As the ERP itself counts and shows them. */
  readonly jobs: number;
  readonly projects: number;
  readonly record: ErpRecord | undefined;
  /** What the record is to hold. */
  readonly ours: ErpContent;
}

type Rule = (played: Played) => string[];

const parkedCode = ({ state }: End): ParkedCode | undefined =>
  state.status === 'parked' ? state.export?.parked?.code : undefined;

const naming = (ends: readonly End[], isBroken: (end: End) => boolean, what: (end: End) => string): string[] =>
  ends.filter(isBroken).map((end) => `${end.ordered.reference}: ${what(end)}`);

const holds = ({ record, ours }: End): boolean => isSameContent(record?.content ?? {}, ours);

/** Certain that nothing was written. */
const certainNo: ReadonlySet<ParkedCode | undefined> = new Set<ParkedCode>([
  'erp_refused',
  'erp_number_taken',
  'erp_denied',
  'out_of_time',
]);

const showIds = (end: End): string => JSON.stringify(end.state.receipt?.ids);

export const rules: Readonly<Record<string, Rule>> = {
  'no project has two records': ({ ends }) =>
    naming(
      ends,
      ({ jobs, projects }) => jobs > 1 || projects > 1,
      ({ jobs, projects }) => `${jobs} jobs, ${projects} projects`,
    ),
  'an exported project is one whole record, and its receipt names it': ({ ends }) =>
    naming(
      ends.filter(({ state }) => state.status === 'exported'),
      (end) => end.jobs !== 1 || !holds(end) || showIds(end) !== JSON.stringify(end.record?.receipt.ids),
      (end) => `${end.jobs} jobs, ${showIds(end)}, ${JSON.stringify(end.record)}`,
    ),
  'what is parked with a certain no is not in the ERP': ({ ends }) =>
    naming(
      ends,
      (end) => certainNo.has(parkedCode(end)) && end.jobs !== 0,
      (end) => `${parkedCode(end) ?? ''} and ${end.jobs} jobs`,
    ),
  'nothing is stuck, and nothing is parked without a reason': ({ ends }) =>
    naming(
      ends,
      ({ state: { status, export: exporting } }) => {
        const { code = '', message = '', remedy = '' } = exporting?.parked ?? {};
        return status !== 'exported' && !(status === 'parked' && code && message && remedy);
      },
      ({ state }) => `${state.status} ${JSON.stringify(state.export)}`,
    ),
  'each ends as its fault allows': ({ ends, parks }) =>
    naming(
      ends,
      (end) => end.state.status === 'parked' && parkedCode(end) !== parks,
      (end) => `${parkedCode(end) ?? ''}: ${end.state.export?.parked?.message ?? ''}`,
    ),
  'as many are exported as can be': ({ ends, exports, id }) => {
    const exported = ends.filter(({ state }) => state.status === 'exported').length;
    return exported === exports ? [] : [`${id}: ${exported} of ${exports}`];
  },
  'each met its fault': ({ ends, meetsAll }) =>
    naming(
      ends,
      ({ met }) => meetsAll && met === 0,
      () => 'never',
    ),
};
