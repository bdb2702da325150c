import { limits } from '../../workflows/contract/limits';
import { SubmissionRecord } from '../../workflows/contract/record';
import { describeState } from '../../workflows/domain/describe';
import type { Submission } from '../../workflows/domain/submission';
import { toRecord } from '../../workflows/domain/view';
import { biggestProject, biggestStates, mostFindings } from '../support/domain/biggest';

/** Temporal refuses a query's answer of more than 2 MB; what is promised is less. */
const promisedBytes = 1_500_000;
const countBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const viewBytes = (state: Submission): number => countBytes(toRecord(state, 'r'.repeat(36)));
const carriedBytes = (state: Submission): number => countBytes({ continued: { state, runId: 'r'.repeat(36) } });

describe('the biggest submission', () => {
  const { parked, settled, events } = biggestStates();

  it('is as big as the limits allow in each of its parts', () => {
    expect(parked).toMatchObject({ status: 'parked', revision: 1_000_501, firstRevision: 1_000_001 });
    expect(countBytes(parked.project)).toBeGreaterThan(limits.documentBytes - 5_000);
    expect(countBytes(parked.changes)).toBeGreaterThan(limits.changesBytes - 5_000);
    expect(countBytes(parked.exportedChanges)).toBeGreaterThan(limits.changesBytes - 5_000);
    expect(countBytes(parked.previousRun?.exported?.project)).toBeGreaterThan(limits.exportedDocumentBytes - 5_000);
    const { lastRejection, differences } = parked.previousRun ?? {};
    expect(countBytes({ lastRejection, differences })).toBeGreaterThan(limits.previousRunBytes - 5_000);
    expect(countBytes({ lastRejection, differences })).toBeLessThanOrEqual(limits.previousRunBytes);
    expect(parked.rejection?.fields).toHaveLength(limits.rejectionFields);
    expect(parked.senders).toHaveLength(limits.sendersKept);
    expect(parked.applied).toHaveLength(limits.appliedKept);
    expect(countBytes(parked.timeline)).toBeGreaterThan(limits.timelineBytes - 10_000);
    expect(countBytes(parked.revisions)).toBeGreaterThan(limits.revisionsFullBytes - 10_000);
    expect(countBytes(parked)).toBeGreaterThan(1_200_000);
  });

  it('is shown and carried over in less than 1.5 MB', () => {
    expect(viewBytes(parked)).toBeLessThan(promisedBytes);
    expect(carriedBytes(parked)).toBeLessThan(promisedBytes);
    expect(viewBytes(settled)).toBeLessThan(promisedBytes);
    expect(carriedBytes(settled)).toBeLessThan(promisedBytes);
  });

  it('still fits its schema, and its description stays short', () => {
    for (const state of [parked, settled]) {
      expect(SubmissionRecord.safeParse(toRecord(state, 'run-1')).error).toBeUndefined();
      expect(describeState(state).length).toBeLessThanOrEqual(8_000);
    }
  });

  it('counts every event that its timeline no longer tells', () => {
    const told = parked.timeline.entries.reduce((sum, { times = 1 }) => sum + times, 0);
    expect(told + parked.timeline.omitted).toBe(1 + events);
  });
});

it('a first revision with the most and longest findings is shown and carried over in less than 1.5 MB', () => {
  const state = mostFindings();
  expect(state.checks.at(-1)).toHaveProperty('omitted');
  expect(countBytes(state.checks)).toBeGreaterThan(limits.checksBytes - 5_000);
  expect(viewBytes(state)).toBeLessThan(promisedBytes);
  expect(carriedBytes(state)).toBeLessThan(promisedBytes);
});

it('the limits of the parts together leave room for the rest', () => {
  const parts = [
    ...[
      limits.documentBytes,
      limits.exportedDocumentBytes,
      limits.previousRunBytes,
      limits.frozenBytes,
      limits.timelineBytes,
      limits.revisionsBytes,
    ],
    ...[limits.changesBytes, limits.changesBytes, limits.changesBytes, limits.checksBytes],
    ...[limits.jobFieldsBytes, limits.jobFieldsBytes, limits.receiptIdsBytes],
    // The rejection's fields, and what parks or what settles.
    ...[limits.rejectionFieldsBytes, limits.rejectionFieldsBytes, 4 * 3 * limits.textChars],
    limits.sendersKept * 3 * limits.keyChars,
    limits.appliedKept * 3 * limits.requestIdChars,
  ];
  const sum = parts.reduce((total, part) => total + part, 0);
  expect(sum).toBeLessThan(promisedBytes - 20_000);
  expect(countBytes(biggestProject('a'))).toBeLessThanOrEqual(limits.documentBytes);
});
