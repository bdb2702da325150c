import { fc } from '../support/fast-check';
import { SubmissionState } from '../../workflows/contract/view';
import { eventFromResult, parkedByFailure, parkedWithoutAnswer } from '../../workflows/domain/export-outcome';
import { evolve } from '../../workflows/domain/evolve';
import { toView } from '../../workflows/domain/view';
import { at, stages } from '../support/domain/fixtures';

const day = 86_400_000;
const sentAt = at(3);
const parked = (type: string, details?: unknown) => parkedByFailure({ type, message: 'No', details }, day, at(8));

describe('an export that failed', () => {
  test.each(['erp_refused', 'erp_number_taken', 'erp_denied', 'integration_missing'])(
    'with %s is parked so',
    (type) => {
      expect(parked(type, { attempt: 2 })).toMatchObject({ code: type, message: 'No', attempts: 2 });
    },
  );

  test('says who has the number, in one short line and only if that is a text', () => {
    expect(parked('erp_number_taken', { attempt: 1, holder: ' acme~7 ' }).holder).toBe('acme~7');
    expect(parked('erp_number_taken', { attempt: 1, holder: 'x'.repeat(300) }).holder).toHaveLength(200);
    for (const holder of [7, '', ' ', {}, null]) {
      expect(parked('erp_number_taken', { attempt: 1, holder })).not.toHaveProperty('holder');
    }
  });

  test.each(['erp_unavailable', 'erp_unknown'])(
    'with %s to the end is out of time, and says how long it was tried',
    (type) => {
      expect(parked(type, { attempt: 9 })).toMatchObject({
        code: 'out_of_time',
        message: expect.stringContaining('24 h'),
      });
    },
  );

  test.each(['erp_refused', 'erp_unavailable', 'integration_missing'])(
    'with %s behind an unknown write is an unknown outcome',
    (type) => {
      expect(parked(type, { attempt: 2, sentAt })).toMatchObject({ code: 'outcome_unknown', sentAt });
    },
  );

  test('by ops, or without an answer, is an unknown outcome since now', () => {
    expect(parked('SomethingElse')).toMatchObject({ code: 'outcome_unknown', sentAt: at(8) });
    expect(parkedWithoutAnswer('Out of time', at(8))).toMatchObject({ code: 'outcome_unknown', sentAt: at(8) });
  });
});

describe('what the failure says of the record', () => {
  const change = { pointer: '/name', before: 'A', after: 'B' };
  const found = {
    fields: [{ pointer: '/name', message: 'Too long' }],
    changes: [change, { pointer: '/number', after: '7' }, { omitted: 4 }],
    differencesHash: 'abc',
  };
  const details = { attempt: 2, ...found };

  test('is kept', () => {
    expect(parked('changed_in_erp', details)).toMatchObject({ ...found, attempts: 2 });
  });

  test.each<[string, object]>([
    ['changes that are no list', { changes: change }],
    ['a change that is none', { changes: ['/name'] }],
    ['fields that are no list', { fields: 'name' }],
    ['a hash that is none', { differencesHash: 7 }],
  ])('is left out where it does not fit: %s', (_name, wrong) => {
    const [key = ''] = Object.keys(wrong);
    const event = parked('changed_in_erp', { ...details, ...wrong });
    expect(event).not.toHaveProperty(key);
    expect(event).toMatchObject({ code: 'changed_in_erp', attempts: 2 });
  });

  test('is left out entry by entry where a change has a member that is no text', () => {
    const odd = [{ pointer: 7 }, { pointer: '/a', before: 1 }, { pointer: '/b', after: {} }];
    expect(parked('changed_in_erp', { changes: [...odd, change] })).toMatchObject({ changes: [change] });
  });

  test('names the failure behind an unknown outcome, once', () => {
    const { message } = parked('erp_refused', { sentAt });
    expect(message).toBe('No (erp_refused). An earlier write may have been applied.');
    expect(parked('outcome_unknown', { sentAt }).message).toBe('No');
    expect(parked('erp_refused').message).toBe('No');
    expect(parked('SomethingElse').message).toBe('The export activity was ended in Temporal: No');
  });

  test.each([
    [7_200_000, '2 h'],
    [5_400_000, '90 min'],
    [1_500, '1.5 s'],
  ])('says how long %i ms were', (ms, said) => {
    const event = parkedByFailure({ type: 'erp_unavailable', message: 'No', details: {} }, ms, at(8));
    expect(event.message).toBe(`The export was tried for ${said}. The last failure: No`);
  });
});

describe('a result', () => {
  const receipt = { reference: 'acme~1042', ids: { job: 'J-1' } };

  test('that is a receipt of this project is an export', () => {
    expect(eventFromResult(stages.exporting, { ...receipt, attempts: 2 }, at(8))).toMatchObject({
      type: 'exported',
      attempts: 2,
    });
  });

  test('that was completed by hand says no attempts', () => {
    expect(eventFromResult(stages.exporting, receipt, at(8))).not.toHaveProperty('attempts');
    expect(eventFromResult(stages.exporting, 'J-1', at(8))).toMatchObject({
      message: 'The export activity was completed by hand with a result that is not a receipt of this project.',
    });
  });

  test.each<[string, unknown]>([
    ['a text', 'manual-erp-77'],
    ['nothing', null],
    ['of another project', { ...receipt, reference: 'acme~1043' }],
    ['without ids', { ...receipt, ids: {} }],
    ['with ids that are no texts', { ...receipt, ids: { job: 7 } }],
  ])('that is %s is for a person', (_name, result) => {
    expect(eventFromResult(stages.exporting, result, at(8))).toMatchObject({
      type: 'parked',
      code: 'outcome_unknown',
    });
  });
});

test('whatever the details or the result are, the view that follows is a legal one', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({ attempt: fc.anything(), sentAt: fc.anything(), fields: fc.anything(), holder: fc.anything() }),
  );
  fc.assert(
    fc.property(anything, fc.anything(), (details, ids) => {
      const { exporting } = stages;
      const result = { reference: 'acme~1042', ids, attempts: details };
      for (const event of [parked('erp_refused', details), eventFromResult(exporting, result, at(8))]) {
        expect(SubmissionState.safeParse(toView(evolve(exporting, event), 'run')).success).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
