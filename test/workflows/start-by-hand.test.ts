import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { noticeType, taskQueue, writeBackType } from '../../workflows/contract/names';
import { initialState } from '../../workflows/domain/submission';
import { integration, policy, project, sender, submitted } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(new ErpDouble()) }));

let started = 0;

/** As the UI and the CLI start a workflow. @returns how it ended */
async function failedRun(type: string, args: unknown[], workflowId?: string): Promise<ApplicationFailure> {
  started += 1;
  const id = workflowId ?? `submission:acme:by-hand-${started}`;
  const handle = await gate.client.workflow.start(type, { workflowId: id, taskQueue, args });
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  if (!(error instanceof WorkflowFailedError) || !(error.cause instanceof ApplicationFailure)) throw error;
  const { events } = await handle.fetchHistory();
  expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  return error.cause;
}

const submit = { companyId: 'acme', projectId: 'other', project, integration, policy, by: sender };

const garbage: readonly (readonly [string, unknown[], RegExp])[] = [
  ['no argument', [], /the argument must be a JSON object/],
  ['null', [null], /the argument must be a JSON object/],
  ['a text', ['1042'], /the argument must be a JSON object/],
  ['a number', [7], /the argument must be a JSON object/],
  ['a list', [[{ submit }]], /the argument must be a JSON object/],
  ['an object of something else', [{ project }], /submit must be a JSON object/],
  ['a submit that is a text', [{ submit: '1042' }], /submit must be a JSON object/],
  ['the ids of another submission', [{ submit }], /must be those of the workflow id/],
  ['a state that is garbage', [{ continued: 'garbage' }], /"continued" is reserved for a run that continues another/],
  [
    'a state of its own making',
    [{ continued: { state: initialState(submitted()), runId: 'r' } }],
    /is reserved for a run that continues another/,
  ],
];

const own = (id: string, previousRun: unknown) => [{ submit: { ...submit, projectId: id, previousRun } }];
const fillChanges = (count: number) =>
  Array.from({ length: count }, () => ({ pointer: '/name', after: 'x'.repeat(500) }));

/** Each under its own workflow id. */
const before: readonly (readonly [string, unknown, RegExp])[] = [
  ['a text', 'run-1', /previousRun must be a JSON object/],
  ['no revision', { runId: 'r' }, /previousRun must name its revision/],
  ['an export that is none', { runId: 'r', revision: 1, exported: true }, /previousRun.exported must be/],
  ['a rejection by nobody', { runId: 'r', revision: 1, lastRejection: { reason: 'No.' } }, /lastRejection.by must be/],
  ['differences that are none', { runId: 'r', revision: 1, differences: [7] }, /entry of previousRun.differences/],
  ['too many differences', { runId: 'r', revision: 1, differences: fillChanges(2_000) }, /must be at most 16 KiB/],
];

describe('a submission that is started by hand with', () => {
  test.each(garbage)('%s fails at once and says why', async (_, args, sentence) => {
    const { type, message } = await failedRun('submission', args);
    expect(type).toBe('malformed');
    expect(message).toMatch(sentence);
  });

  test.each(before)('%s as the run before fails at once and says why', async (what, previousRun, sentence) => {
    const projectId = what.replaceAll(' ', '-');
    const { type, message } = await failedRun(
      'submission',
      own(projectId, previousRun),
      `submission:acme:${projectId}`,
    );
    expect(type).toBe('malformed');
    expect(message).toMatch(sentence);
  });

  test('bytes that cannot be decoded fails at once and says why', async () => {
    const broken = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{broken') };
    await gate.client.workflowService.startWorkflowExecution({
      namespace: 'default',
      workflowId: 'submission:acme:undecodable',
      requestId: 'undecodable',
      workflowType: { name: 'submission' },
      taskQueue: { name: taskQueue },
      input: { payloads: [broken] },
    });
    const error: unknown = await gate.client.workflow
      .getHandle('submission:acme:undecodable')
      .result()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      cause: { type: 'malformed', message: expect.stringContaining('cannot be decoded') as string },
    });
  });

  test('a workflow id that is none of ours fails at once and says why', async () => {
    const { message } = await failedRun('submission', [{ submit }], 'by-hand');
    expect(message).toMatch(/must be those of the workflow id/);
  });
});

describe('what runs beside a submission, started by hand with nothing of use,', () => {
  test.each([noticeType, writeBackType])('%s fails at once', async (type) => {
    for (const args of [[], [null], ['1042'], [{}]]) expect((await failedRun(type, args)).type).toBe('malformed');
  });
});
