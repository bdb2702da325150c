/** The ERP's ids go back to the source beside the submission, for as long as three days. */
import { WorkflowFailedError } from '@temporalio/client';
import { SourceRefused, SourceUnavailable, type Origin, type SourceError } from '../../activities/write-back-port';
import { taskQueue, toWriteBackId, writeBackType } from '../../workflows/contract/names';
import type { WriteBackRequest, WriteBackResult } from '../../workflows/contract/write-back';
import { startGate, type Gate } from '../support/processes/workflow-env';

type Outcome = WriteBackResult | SourceError;

const hourMs = 3_600_000;
const written: WriteBackResult = { costCodes: 2, missing: 0 };
const down = (retryAfterMs = 5_000) => new SourceUnavailable('Procore cannot be reached.', retryAfterMs);

let gate: Gate;
/** What the source answers so many milliseconds after the first attempt. */
let answer: (sinceMs: number) => Outcome;
let attempts: { readonly atMs: number; readonly origin: Origin }[] = [];

beforeAll(async () => {
  const source = {
    writeBack: async (origin: Origin): Promise<WriteBackResult> => {
      const atMs = await gate.env.currentTimeMs();
      attempts.push({ atMs, origin });
      const outcome = answer(atMs - (attempts[0]?.atMs ?? atMs));
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
  const forWriteBack = (companyId: string) => (companyId === 'acme' ? source : undefined);
  gate = await startGate({ forCompany: () => Promise.resolve(undefined) }, 'time-skipping', {
    sources: { forWriteBack },
  });
});
afterAll(() => gate.stop());

beforeEach(() => {
  attempts = [];
  answer = () => written;
});

const request: WriteBackRequest = {
  companyId: 'acme',
  projectId: '89025',
  runId: 'run',
  revision: 2,
  reference: 'acme~89025',
  ids: { job: 'J-9', jobNumber: '24-017' },
  costCodes: ['03-100', '03-300'],
};

let runs = 0;
/** Time is skipped while its end is awaited. */
function run(changes: Partial<WriteBackRequest> = {}): Promise<WriteBackResult> {
  runs += 1;
  const workflowId = toWriteBackId(`run-${runs}`);
  const args: [WriteBackRequest] = [{ ...request, ...changes }];
  return gate.env.client.workflow.execute<(given: WriteBackRequest) => Promise<WriteBackResult>>(writeBackType, {
    workflowId,
    taskQueue,
    args,
  });
}

async function catchFailure(running: Promise<unknown>): Promise<{ type: unknown; message: string }> {
  const error: unknown = await running.catch((thrown: unknown) => thrown);
  if (!(error instanceof WorkflowFailedError)) throw new Error(`did not fail: ${String(error)}`);
  const { cause } = error;
  const type = cause !== undefined && 'type' in cause ? cause.type : undefined;
  return { type, message: cause?.message ?? '' };
}

test('the record, all ids and the exported codes reach the source', async () => {
  expect(await run()).toEqual({ costCodes: 2, missing: 0 });
  expect(attempts.map(({ origin }) => origin)).toEqual([
    {
      projectId: '89025',
      recordId: 'J-9',
      costCodes: ['03-100', '03-300'],
      ids: { job: 'J-9', jobNumber: '24-017', reference: 'acme~89025' },
    },
  ]);
});

test.each([
  ['the job number where the ERP has no id of its own', { file: 'a.json', jobNumber: '24-017' }, '24-017'],
  ['our reference where there is none', {}, 'acme~89025'],
])('the record is %s', async (_, ids, recordId) => {
  await run({ ids });
  expect(attempts).toMatchObject([{ origin: { recordId } }]);
});

test('a source that is down for two days gets it, without being asked all the time', async () => {
  answer = (sinceMs) => (sinceMs < 48 * hourMs ? down() : written);
  expect(await run()).toEqual({ costCodes: 2, missing: 0 });
  expect(attempts.length).toBeGreaterThan(40);
  expect(attempts.length).toBeLessThan(70);
});

test('a source that is down for longer makes it fail with the last words, for ops to see', async () => {
  answer = () => down();
  expect(await catchFailure(run())).toEqual({
    type: 'not_written_back',
    message: 'Not written into the source: given up after three days; the last failure: Procore cannot be reached.',
  });
});

test("the source's own delay is kept where it is the longer one", async () => {
  answer = (sinceMs) => (sinceMs === 0 ? down(2 * hourMs) : written);
  await run();
  const [first, second] = attempts.map(({ atMs }) => atMs);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2 * hourMs);
});

test('what the source refuses is not sent again', async () => {
  answer = () => new SourceRefused('origin_id has already been taken');
  expect(await catchFailure(run())).toEqual({
    type: 'not_written_back',
    message: 'Not written into the source: origin_id has already been taken',
  });
  expect(attempts).toHaveLength(1);
});

test('a company that does not write back any more is named', async () => {
  expect(await catchFailure(run({ companyId: 'globex' }))).toMatchObject({
    message: expect.stringContaining('Company globex has no source with write-back') as string,
  });
  expect(attempts).toEqual([]);
});
