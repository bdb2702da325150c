/** The input for an accept, and the command that is made from it. */
import type { SubmissionView } from '../api/answers';
import { defined } from '../../workflows/contract/defined';

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
