/** What is called for a company beside its exports holds few slots of a worker, and gives each of them back. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { createCompanySlots, SlotsTaken } from '../../activities/company-slots';
import { createWriteBackActivities } from '../../activities/write-back';
import { SourceUnavailable } from '../../activities/write-back-port';
import type { WriteBackResult } from '../../workflows/contract/write-back';

const line = { now: () => 0, random: () => 0.5 };
const slotsPerCompany = 4;

/** Calls that end when they are told. */
function hanging() {
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  return {
    work,
    ends,
    endAll: () =>
      ends.splice(0).forEach((end) => {
        end();
      }),
  };
}

test('a company has four; whoever comes then is turned away to come again, one after the other', async () => {
  const slots = createCompanySlots(line);
  const { work, ends, endAll } = hanging();
  const held = Array.from({ length: slotsPerCompany }, () => slots.run('acme', work));
  const delays: number[] = [];
  for (const _time of [1, 2, 3]) {
    const error: unknown = await slots.run('acme', work).catch((thrown: unknown) => thrown);
    if (!(error instanceof SlotsTaken)) throw new Error('it was called');
    expect(error.message).toBe('4 calls for acme are under way in this worker, so this one waits.');
    delays.push(error.retryAfterMs);
  }
  expect(ends).toHaveLength(slotsPerCompany);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(new Set(delays).size).toBe(3);
  endAll();
  await Promise.all(held);
});

test('those of another company are its own', async () => {
  const slots = createCompanySlots(line);
  const { work, endAll } = hanging();
  const held = Array.from({ length: slotsPerCompany }, () => slots.run('acme', work));
  expect(await slots.run('globex', () => Promise.resolve('called'))).toBe('called');
  endAll();
  await Promise.all(held);
});

test('each is given back, whether its call came through or threw', async () => {
  const slots = createCompanySlots(line);
  for (let n = 0; n < 3 * slotsPerCompany; n += 1) {
    await expect(slots.run('acme', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await slots.run('acme', () => Promise.resolve(n))).toBe(n);
  }
});

describe('the write-back', () => {
  const request = (projectId: string) => ({
    companyId: 'acme',
    projectId,
    runId: projectId,
    revision: 1,
    reference: `acme~${projectId}`,
    ids: { job: 'J-1' },
    costCodes: [],
  });

  test('to a source that hangs holds four; a fifth waits in our own line, and goes on once one has ended', async () => {
    const ends: ((outcome: Promise<WriteBackResult>) => void)[] = [];
    const source = { writeBack: () => new Promise<WriteBackResult>((resolve) => ends.push(resolve)) };
    const { writeToSource } = createWriteBackActivities({ forWriteBack: () => source }, createCompanySlots(line));
    const attempt = (projectId: string) => new MockActivityEnvironment().run(writeToSource, request(projectId));
    const held = ['1', '2', '3', '4'].map(attempt);
    await expect(attempt('5')).rejects.toMatchObject({
      type: 'source_unavailable',
      nonRetryable: false,
      nextRetryDelay: expect.any(Number) as number,
      message: expect.stringContaining('so this one waits') as string,
    });
    expect(ends).toHaveLength(4);
    ends[0]?.(Promise.reject(new SourceUnavailable('Procore cannot be reached.', 5_000)));
    await expect(held[0]).rejects.toMatchObject({ message: 'Procore cannot be reached.' });
    const fifth = attempt('5');
    for (const end of ends) end(Promise.resolve({ costCodes: 0, missing: 0 }));
    expect(await Promise.all([...held.slice(1), fifth])).toHaveLength(4);
  });
});
