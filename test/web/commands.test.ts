import { findConfirmation } from '../../workflows/contract/codes';
import { commandBodies } from '../../workflows/contract/commands';
import type { SubmissionView } from '../../web/api/answers';
import { acceptBody, firstNumber } from '../../web/model/accept';
import { fitMask } from '../../web/model/mask';
import { rejectBody } from '../../web/model/reject';
import { canChange, firstRetryNumber, retryBody } from '../../web/model/retry';
import { defined } from '../../workflows/contract/defined';

const revision = 1;
const parked = (code: string): SubmissionView =>
  ({
    job: { number: '24-012', fields: { division: 'D1' } },
    actions: {
      retryExport: {
        allowed: true,
        ...defined({ code: code === 'erp_number_taken' ? 'job_number_taken' : undefined }),
      },
    },
    export: { attempts: 1, parked: { code } },
  }) as unknown as SubmissionView;

describe('what is typed becomes a command that the contract takes', () => {
  test('accept, without what is empty', () => {
    const body = acceptBody({ number: ' 24-017 ', fields: { template: 'T1', division: ' ' }, note: '' });
    expect(commandBodies.accept.parse({ revision, ...body })).toEqual({
      revision,
      job: { number: '24-017', fields: { template: 'T1' } },
    });
  });

  test('accept where the ERP has no job numbers', () => {
    expect(commandBodies.accept.parse({ revision, ...acceptBody({ fields: {}, note: 'ok' }) })).toEqual({
      revision,
      job: {},
      note: 'ok',
    });
  });

  test('the number that is proposed is the one in the ERP, or the one that the rules leave no choice about', () => {
    const view = (equalsProjectNumber: boolean, previousRun?: object): SubmissionView =>
      ({
        terms: { jobNumber: { required: true, equalsProjectNumber } },
        project: { number: 'P-7' },
        previousRun,
      }) as never;
    expect(firstNumber(view(false))).toBe('');
    expect(firstNumber(view(true))).toBe('P-7');
    expect(firstNumber(view(true, { exported: { job: { number: '24-012' } } }))).toBe('24-012');
  });

  test('reject, with category and fields only where they were given', () => {
    expect(
      commandBodies.reject.parse({ revision, ...rejectBody({ reason: ' No. ', category: '', fields: [] }) }),
    ).toEqual({
      revision,
      reason: 'No.',
    });
    const fields = [{ pointer: '/name', message: ' wrong ' }];
    expect(rejectBody({ reason: 'No.', category: 'Other', fields })).toEqual({
      reason: 'No.',
      category: 'Other',
      fields: [{ pointer: '/name', message: 'wrong' }],
    });
  });

  test('a retry names of the job only what is another', () => {
    const view = parked('erp_refused');
    expect(retryBody(view, { note: '' })).toEqual({});
    expect(retryBody(view, { number: '24-012', note: ' again ' })).toEqual({ note: 'again' });
    const other = retryBody(view, { number: '24-018', note: '' });
    expect(commandBodies.retryExport.parse({ revision, ...other })).toEqual({
      revision,
      job: { number: '24-018' },
    });
    expect(retryBody(view, { number: '24-012', fields: { division: ' D2 ', phase: '' }, note: '' })).toEqual({
      job: { fields: { division: 'D2' } },
    });
  });

  test('who may not change what was accepted is offered no other number, and nobody is while the outcome is unknown', () => {
    const view = (code: string, who?: string): SubmissionView =>
      ({ ...parked(code), actions: { retryExport: { allowed: true, ...defined({ who }) } } }) as never;
    expect(canChange(view('erp_refused'))).toBe(true);
    expect(canChange(view('erp_refused', 'An approver'))).toBe(false);
    expect(canChange(view('outcome_unknown'))).toBe(false);
  });

  test('a number that is taken is named again where it is free again', () => {
    expect(retryBody(parked('erp_number_taken'), { number: '24-012', note: '' })).toEqual({
      job: { number: '24-012' },
    });
  });

  test('a number that is taken is not proposed again, any other is', () => {
    expect([firstRetryNumber(parked('erp_number_taken')), firstRetryNumber(parked('out_of_time'))]).toEqual([
      '',
      '24-012',
    ]);
  });

  test('only a difference to the ERP can be confirmed', () => {
    expect([
      findConfirmation('changed_in_erp'),
      findConfirmation('deleted_in_erp'),
      findConfirmation('out_of_time'),
    ]).toEqual(['overwrite', 'recreate', undefined]);
  });
});

describe('a job number is put into its mask while it is typed', () => {
  test.each([
    ['24017', '##-###', '24-017'],
    ['24', '##-###', '24'],
    ['24-0', '##-###', '24-0'],
    ['ab12', 'AA.##', 'ab.12'],
    ['', '##-###', ''],
  ])('%s in %s is %s', (typed, mask, fitted) => {
    expect(fitMask(typed, mask)).toBe(fitted);
  });

  test.each([
    ['x4017', '##-###'],
    ['24-0178', '##-###'],
  ])('%s does not fit %s, and stays as it was typed', (typed, mask) => {
    expect(fitMask(typed, mask)).toBe(typed);
  });
});
