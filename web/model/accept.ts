/** The input for an accept, and the command that is made from it. */
import type { SubmissionView } from '../api/answers';
import { defined } from '../../workflows/contract/defined';
import { fitsMask, toMaskExample } from '../../workflows/contract/mask';
import { texts } from '../texts';
import { toMoney } from './format';

export interface AcceptDraft {
  /** Absent: nobody typed one; what is known is proposed. */
  readonly number?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly note: string;
}

export const emptyAccept: AcceptDraft = { fields: {}, note: '' };

/** The number the record has in the ERP, or the one the rules leave no choice about. */
export function firstNumber({ previousRun, terms, project }: SubmissionView): string {
  const exported = previousRun?.exported?.job.number;
  if (exported !== undefined) return exported;
  return terms.jobNumber.equalsProjectNumber ? project.number : '';
}

/** What is wrong with the job is said at its fields. */
export const isJobPointer = (pointer: string): boolean =>
  pointer === '/job/number' || pointer.startsWith('/job/fields/');

type NumberRule = SubmissionView['terms']['jobNumber'];

/** What is wrong with a number that somebody has typed, before the API is asked. `undefined`: nothing that is known here. */
export function findNumberFault(number: string, { mask }: NumberRule): string | undefined {
  const isFit = mask === undefined || number.trim() === '' || fitsMask(number.trim(), mask);
  return isFit ? undefined : texts.decide.numberLike(toMaskExample(mask));
}

const fitsRule = (number: string, { mask, maxLength = Infinity, numeric, forbidden = '' }: NumberRule): boolean =>
  (mask === undefined || fitsMask(number, mask)) &&
  number.length <= maxLength &&
  (!numeric || /^\d+$/.test(number)) &&
  !Array.from(forbidden).some((sign) => number.includes(sign));

const isTaken = ({ project, job, export: exporting }: SubmissionView): boolean =>
  exporting?.parked?.code === 'erp_number_taken' && job?.number === project.number;

/**
 * The project's own number, where the ERP would take it as the job number. A record keeps the number that it has, and a
 * number that is taken is not offered.
 */
export function offeredNumber(view: SubmissionView): string | undefined {
  const { project, mode, terms } = view;
  if (mode !== 'create' || project.number === '' || isTaken(view)) return undefined;
  return fitsRule(project.number, terms.jobNumber) ? project.number : undefined;
}

/** What an acceptance is about, in one line: the number, the value and the ERP. */
export const describeAccept = ({ project, terms }: SubmissionView, number: string): string =>
  [
    ...(number.trim() === '' ? [] : [texts.decide.jobLine(number.trim())]),
    project.totalValue === undefined ? texts.decide.noValue : toMoney(project.totalValue, project.currency),
    terms.erpName,
  ].join(' · ');

/** Fields that are empty are left out. */
export function toJob(number: string, fields: Readonly<Record<string, string>>): object {
  const filled = Object.entries(fields)
    .map(([key, value]) => [key, value.trim()] as const)
    .filter(([, value]) => value !== '');
  return {
    ...defined({
      number: number.trim() !== '' ? number.trim() : undefined,
      fields: filled.length > 0 ? Object.fromEntries(filled) : undefined,
    }),
  };
}

export const acceptBody = ({ number = '', fields, note }: AcceptDraft): object => ({
  job: toJob(number, fields),
  ...defined({ note: note.trim() !== '' ? note.trim() : undefined }),
});
