/** Plays every story on a dev server and keeps its history as JSON beside this file: see CONTRIBUTING.md. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '../../adapters/temporal/sdk-internals';
import type { SubmitRequest } from '../../workflows/messages';
import { afterExport, at, integration, policy, project, third } from '../support/domain/fixtures';
import { noticeEvents } from '../../workflows/contract/codes';
import { fromWorkflowId, toNoticeId, toReference, toWriteBackId } from '../../workflows/contract/names';
import { ErpDouble } from '../support/erp/double';
import { waitFor } from '../../dev/processes/wait-for';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

type Handle = Awaited<ReturnType<Gate['submit']>>;

let erp = new ErpDouble();

const gate = useStarted(() =>
  startGate(
    { forCompany: (id) => Promise.resolve(id === 'acme' && isConfigured ? erp : undefined) },
    [...['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=60']],
    { sources: { forWriteBack: () => ({ writeBack: () => Promise.resolve({ costCodes: 2, missing: 0 }) }) } },
  ),
);

let isConfigured = true;

const accept = (handle: Handle, number: string) =>
  gate.update(handle, 'accept', 'tess', { revision: 1, job: { number } });
const reject = (handle: Handle, revision: number) =>
  gate.update(handle, 'reject', 'tess', {
    revision,
    reason: 'Wrong customer',
    fields: [{ pointer: '/name', message: 'no' }],
  });
const resend = (handle: Handle, revision: number) => gate.update(handle, 'resend', 'ada', { revision });
const parked = (handle: Handle) => gate.until(handle, ({ status }) => status === 'parked');
const retry = (handle: Handle, fields = {}) => gate.update(handle, 'retryExport', 'tess', { revision: 1, ...fields });

const reminded = (handle: Handle) =>
  waitFor('the reminder', async () => {
    const { events } = await handle.fetchHistory();
    return events?.some((event) => event.timerFiredEventAttributes) ?? false;
  });
const answered = (handle: Handle) => gate.until(handle, ({ isPreflightRunning }) => isPreflightRunning !== true);
const referenceFor = ({ workflowId }: Handle): string => toReference(fromWorkflowId(workflowId) ?? notOurs(workflowId));
const notOurs = (workflowId: string): never => {
  throw new Error(`${workflowId} is no submission`);
};
/** What the run before is told to have left in the ERP. */
const exportBefore = (handle: Handle) => {
  const order = { reference: referenceFor(handle), project, job: { number: '24-017' } };
  return erp.export(order, { signal: new AbortController().signal, heartbeat: () => undefined });
};
const confirmed = async (handle: Handle, confirm: string): Promise<void> => {
  await gate.update(handle, 'accept', 'tess', { revision: 2, job: {} });
  const { export: last } = await parked(handle);
  await gate.update(handle, 'retryExport', 'tess', {
    revision: 2,
    confirm,
    differencesHash: last?.parked?.differencesHash,
  });
  await handle.result();
  erp.deleteByHand(referenceFor(handle));
};
const changesByStory: Readonly<Record<string, Partial<SubmitRequest>>> = {
  'preflight-requested-again': { integration: { ...integration, supportsPreflight: true } },
  'changed-in-erp-and-overwritten': { previousRun: afterExport },
  'submitted-again': {
    previousRun: {
      runId: 'run-1',
      revision: 1,
      differences: [{ pointer: '/name', before: 'Mill', after: project.name }],
      lastRejection: { reason: 'Wrong customer', by: third, at: at(0), revision: 1 },
    },
  },
  'asked-and-answered': { policy: { ...policy, notices: [...noticeEvents] } },
  'told-and-reminded': { policy: { ...policy, notices: [...noticeEvents], remindAfterMs: 200 } },
  'deleted-in-erp-and-recreated': { previousRun: afterExport },
  'written-back': { policy: { ...policy, writeBack: true } },
};

const refused = (update: Promise<unknown>): Promise<void> =>
  update.then(
    () => notOurs('what was not refused'),
    () => undefined,
  );

/** Stack traces and identities tell of the machine, not of the story. */
const withoutPlace = (key: string, value: unknown): unknown => (['stackTrace', 'identity'].includes(key) ? '' : value);

/** Each plays one story to an end, or to where it waits. */
const stories: Readonly<Record<string, (handle: Handle) => Promise<unknown>>> = {
  exported: async (handle) => {
    await accept(handle, '24-001');
    await handle.result();
  },
  'rejected-resent-exported': async (handle) => {
    await reject(handle, 1);
    await resend(handle, 1);
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-002' } });
    await handle.result();
  },
  'submitted-again': async (handle) => {
    await reject(handle, 2);
    await resend(handle, 2);
    await gate.update(handle, 'accept', 'tess', { revision: 3, job: { number: '24-019' } });
    await handle.result();
  },
  'raw-signals': async (handle) => {
    await handle.signal('reject', { by: 'accountant', reason: 'Job number is taken' });
    await handle.signal('reject', { reason: 'nobody' });
    await handle.signal('approve');
    await handle.signal('resend', { by: 'site office' });
    await handle.signal('accept', { by: 'accountant', job: { number: '24-003' } });
    await handle.result();
  },
  'asked-and-answered': async (handle) => {
    await gate.update(handle, 'comment', 'tess', { revision: 1, text: 'Which contract?', isQuestion: true });
    await gate.update(handle, 'comment', 'ada', { revision: 1, text: 'The one of May 4.' });
    await accept(handle, '24-030');
    await handle.signal('comment', { by: 'accountant', text: 'Checked in the ERP' });
    await handle.result();
  },
  'retrieved-and-waiting': (handle) => gate.update(handle, 'retrieve', 'ada', { revision: 1, note: 'Wrong address' }),
  withdrawn: (handle) => gate.update(handle, 'withdraw', 'ada', { revision: 1, reason: 'Cancelled' }),
  cancelled: async (handle) => {
    await gate.view(handle);
    await handle.cancel();
    await handle.result();
  },
  'number-taken': async (handle) => {
    erp.failNext('export', { kind: 'number_taken' });
    await accept(handle, '24-004');
    await parked(handle);
    await retry(handle, { job: { number: '24-005' } });
    await handle.result();
  },
  'refused-and-returned': async (handle) => {
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 10 });
    erp.failNext('export', { kind: 'refused', fields: [{ pointer: '/name', message: 'too long' }] });
    await accept(handle, '24-006');
    await parked(handle);
    await reject(handle, 1);
  },
  'unknown-and-settled': async (handle) => {
    erp.failNext('export', { kind: 'hang' });
    await accept(handle, '24-007');
    await parked(handle);
    await gate.update(handle, 'settle', 'olga', { revision: 1, ids: { job: 'J-7' }, note: 'Found in the ERP' });
    await handle.result();
  },
  'cancel-kept-then-withdrawn': async (handle) => {
    erp.failNext('export', { kind: 'unavailable', retryAfterMs: 500 });
    erp.failNext('export', { kind: 'denied' });
    await accept(handle, '24-008');
    await handle.cancel();
    await handle.result();
  },
  'integration-missing': async (handle) => {
    isConfigured = false;
    await accept(handle, '24-009');
    await parked(handle);
    isConfigured = true;
    await retry(handle);
    await handle.result();
  },
  'withdrawn-while-parked': async (handle) => {
    erp.failNext('export', { kind: 'number_taken' });
    await accept(handle, '24-040');
    await parked(handle);
    await gate.update(handle, 'withdraw', 'ada', { revision: 1, reason: 'Cancelled' });
    await handle.result();
  },
  'unknown-and-found': async (handle) => {
    erp.failNext('export', { kind: 'unknown', written: 'now' });
    await accept(handle, '24-041');
    await handle.result();
  },
  'retried-often': async (handle) => {
    for (let failure = 0; failure < 3; failure += 1) erp.failNext('export', { kind: 'unavailable', retryAfterMs: 10 });
    await accept(handle, '24-042');
    await handle.result();
  },
  'retrieved-and-resent': async (handle) => {
    await gate.update(handle, 'retrieve', 'ada', { revision: 1, note: 'Wrong address' });
    await resend(handle, 1);
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-043' } });
    await handle.result();
  },
  'refused-and-waiting': async (handle) => {
    await refused(accept(handle, 'wrong'));
    await refused(reject(handle, 7));
    await handle.signal('accept', { by: 'ada', job: { number: '24-044' } });
    await gate.until(handle, ({ timeline }) => timeline.some((entry) => 'type' in entry && entry.type === 'ignored'));
  },
  'rejected-by-signal-and-back': async (handle) => {
    for (const revision of [1, 2, 3]) {
      await handle.signal('reject', { by: 'accountant', revision, reason: 'Not yet' });
      await gate.until(handle, ({ status }) => status === 'rejected');
      await resend(handle, revision);
    }
    await gate.update(handle, 'accept', 'tess', { revision: 4, job: { number: '24-045' } });
    await handle.result();
  },
  'written-back': async (handle) => {
    await accept(handle, '24-046');
    await handle.result();
  },
  'told-and-reminded': async (handle) => {
    await reminded(handle);
    await reject(handle, 1);
    await resend(handle, 1);
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-011' } });
    await handle.result();
  },
  'preflight-requested-again': async (handle) => {
    await answered(handle);
    await reject(handle, 1);
    erp.failNext('preflight', { kind: 'unavailable' });
    await resend(handle, 1);
    await answered(handle);
    await gate.update(handle, 'preflight', 'tess', { revision: 2, number: '24-010' });
    await answered(handle);
    await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-010' } });
    await handle.result();
  },
  'changed-in-erp-and-overwritten': async (handle) => {
    await exportBefore(handle);
    erp.changeByHand(referenceFor(handle), { name: 'By hand' });
    await confirmed(handle, 'overwrite');
  },
  'deleted-in-erp-and-recreated': async (handle) => {
    await exportBefore(handle);
    erp.deleteByHand(referenceFor(handle));
    await confirmed(handle, 'recreate');
  },
  'continued-as-new': async (handle) => {
    const first = (await handle.describe()).runId;
    for (let revision = 1; (await handle.describe()).runId === first; revision += 1) {
      await reject(handle, revision);
      await resend(handle, revision);
    }
    // The run that continues it has begun once it answers.
    await gate.client.workflow.getHandle(handle.workflowId).query('view');
  },
};

/** `cold`: the worker keeps no run in memory, and replays each from its first event with each task. */
const caches = { warm: {}, cold: { maxCachedWorkflows: 0 } } as const;

const toRecord = Object.keys(stories).flatMap((name) => [['warm', name] as const, ['cold', name] as const]);

/** What runs beside a submission, by the story that starts it: the name of its file, and its workflow id. */
const childrenKept: Readonly<Record<string, (runId: string) => readonly [name: string, id: string]>> = {
  'told-and-reminded': (runId) => ['notice', toNoticeId(runId, 1)],
  'written-back': (runId) => ['write-back', toWriteBackId(runId)],
};

async function keep(
  name: string,
  cache: keyof typeof caches,
  history: Parameters<typeof historyToJSON>[0],
): Promise<void> {
  const file = join(__dirname, `${name}${cache === 'warm' ? '' : '.cold'}.json`);
  await writeFile(file, `${JSON.stringify(JSON.parse(historyToJSON(history), withoutPlace))}\n`);
  expect(history.events?.length).toBeGreaterThan(3);
}

test.each(toRecord)('%s: %s', async (cache, name) => {
  erp = new ErpDouble();
  await gate.stopWorker();
  await gate.startWorker(caches[cache]);
  const exportForMs = name === 'unknown-and-settled' ? 3_000 : policy.exportForMs;
  const project = cache === 'warm' ? name : `${name}.cold`;
  const handle = await gate.submit(project, { policy: { ...policy, exportForMs }, ...changesByStory[name] });
  const { runId } = await handle.describe();
  await stories[name]?.(handle);
  // The run that was started; the story of continue-as-new keeps the run that continues it as well.
  const runs = [runId, (await gate.client.workflow.getHandle(handle.workflowId).describe()).runId];
  for (const [index, run] of [...new Set(runs)].entries()) {
    const history = await gate.client.workflow.getHandle(handle.workflowId, run).fetchHistory();
    await keep(`${name}${index === 0 ? '' : '-2'}`, cache, history);
  }
  const [child, id] = childrenKept[name]?.(runId) ?? [];
  if (child === undefined || id === undefined) return;
  const beside = gate.client.workflow.getHandle(id);
  await waitFor(id, () => beside.describe().catch(() => undefined));
  await beside.result();
  await keep(child, cache, await beside.fetchHistory());
});
