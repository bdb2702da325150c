import { parkedCodes } from '../../workflows/contract/codes';
import type { SubmissionView } from '../../web/api/answers';
import { findFirstAct } from '../../web/model/remedy';

interface May {
  /** Absent: may. */
  readonly reject?: false;
  /** Who may change the job; absent: this person. */
  readonly who?: string;
  readonly fields?: readonly { readonly pointer: string }[];
}

const first = (code: string, { reject, who, fields = [] }: May = {}) =>
  findFirstAct({
    status: 'parked',
    actions: {
      retryExport: { allowed: true, who },
      reject: { allowed: reject ?? true },
      withdraw: { allowed: true },
    },
    export: { attempts: 1, parked: { code, fields } },
  } as unknown as SubmissionView);

describe('of what is parked the act that can succeed is the first', () => {
  test('for each code', () => {
    expect(Object.fromEntries(parkedCodes.map((code) => [code, first(code)]))).toEqual({
      erp_refused: 'reject',
      erp_number_taken: 'retryExport',
      erp_denied: 'retryExport',
      out_of_time: 'retryExport',
      // Nobody can change anything, so nothing is confirmed either.
      outcome_unknown: 'retryExport',
      changed_in_erp: 'confirm',
      deleted_in_erp: 'confirm',
      integration_missing: 'retryExport',
      not_sealed: 'withdraw',
    });
  });

  test('for somebody who may not do what helps most', () => {
    expect(first('erp_refused', { reject: false })).toBe('retryExport');
    expect(first('changed_in_erp', { who: 'An approver' })).toBe('retryExport');
  });

  test('where the ERP refused a field of the job and not of the project', () => {
    const fields = [{ pointer: '/job/fields/division' }];
    expect(first('erp_refused', { fields })).toBe('retryExport');
    expect(first('erp_refused', { fields, who: 'An approver' })).toBe('reject');
  });

  test('and nothing is, where nothing is parked', () => {
    expect(findFirstAct({ status: 'awaiting_decision', actions: {} } as unknown as SubmissionView)).toBeUndefined();
  });
});
