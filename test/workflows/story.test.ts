import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { fromWorkflowId } from '../../workflows/contract/names';
import { searchAttributes } from '../../workflows/search-attributes';
import { ErpDouble } from '../support/erp/double';
import { startGate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';
import { defined } from '../../workflows/contract/defined';

const erp = new ErpDouble();

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));

const refusedCode = async (update: Promise<unknown>): Promise<string | null | undefined> => {
  const error: unknown = await update.catch((thrown: unknown) => thrown);
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure
    ? error.cause.type
    : undefined;
};

describe('the story of a submission', () => {
  test('rejected, corrected, resent and accepted, it is exported once', async () => {
    const handle = await gate.submit('1042');
    const rejected = await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'Wrong customer' });
    expect(rejected).toMatchObject({ status: 'rejected', entry: { text: 'Wrong customer', revision: 1 } });
    const before = await gate.view(handle);
    expect(before.rejection).toMatchObject({ reason: 'Wrong customer', revision: 1 });

    const project = { ...before.project, customer: { name: 'Riverside Trust' } };
    const resent = await gate.update(handle, 'resend', 'ada', { revision: 1, project });
    expect(resent).toMatchObject({ status: 'awaiting_decision', revision: 2, entry: { type: 'resent', revision: 2 } });
    expect((await gate.view(handle)).changes).toContainEqual({
      pointer: '/customer/name',
      before: 'Riverside Health',
      after: 'Riverside Trust',
    });

    const accepted = await gate.update(handle, 'accept', 'tess', { revision: 2, job: { number: '24-017' } });
    expect(accepted.status).toBe('exporting');
    const final = await handle.result();
    expect(final).toMatchObject({ status: 'exported', receipt: { reference: 'acme~1042' } });
    expect(final.timeline).toMatchObject(
      ['submitted', 'rejected', 'resent', 'accepted', 'exported'].map((type) => ({ type })),
    );
    expect(erp.records.filter(({ receipt }) => receipt.reference === 'acme~1042')).toMatchObject([
      { writes: 1, project },
    ]);
  });

  test('what visibility knows moves with the state, and costs one event a step', async () => {
    const handle = await gate.submit('visible');
    const started = await handle.describe();
    expect(started.typedSearchAttributes.get(searchAttributes.status)).toBe('awaiting_decision');
    await gate.update(handle, 'reject', 'tess', { revision: 1, reason: 'No' });
    await gate.update(handle, 'resend', 'ada', { revision: 1 });
    const { typedSearchAttributes, memo, workflowId } = await handle.describe();
    expect(typedSearchAttributes.get(searchAttributes.revision)).toBe(2);
    expect(typedSearchAttributes.get(searchAttributes.projectId)).toBe('visible');
    expect(memo).toMatchObject({ name: 'Riverside Clinic', submittedBy: { id: 'ada' }, checks: { errors: 0 } });
    expect(fromWorkflowId(workflowId)).toEqual({ companyId: 'acme', projectId: 'visible' });
    const { events = [] } = await handle.fetchHistory();
    expect(events?.filter(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) => upsert)).toHaveLength(2);
    expect(events?.filter(({ workflowPropertiesModifiedEventAttributes: memoChange }) => memoChange)).toHaveLength(0);
  });

  test('a refused update says why', async () => {
    const handle = await gate.submit('refused');
    const job = { number: '24-018' };
    expect(await refusedCode(gate.update(handle, 'accept', 'ada', { revision: 1, job }))).toBe('same_person');
    expect(await refusedCode(gate.update(handle, 'accept', 'tess', { revision: 7, job }))).toBe('stale_revision');
    expect(await refusedCode(gate.update(handle, 'resend', 'ada', { revision: 1 }))).toBe('not_resendable');
    expect(await refusedCode(gate.update(handle, 'reject', 'tess', { revision: 1 }))).toBe('malformed');
    expect(await gate.view(handle)).toMatchObject({ status: 'awaiting_decision', timeline: [{ type: 'submitted' }] });
  });

  test('an update id that was applied is answered again, not decided again', async () => {
    const handle = await gate.submit('twice');
    const args: [object] = [
      { actor: { id: 'tess' }, request: { id: 'key-1', bodyHash: 'h1' }, revision: 1, reason: 'No' },
    ];
    const first = await handle.executeUpdate<{ bodyHash: string }, [object]>('reject', { args, updateId: 'a' });
    const again = await handle.executeUpdate<{ bodyHash: string; status: string }, [object]>('reject', {
      args: [{ ...args[0], request: { id: 'key-1', bodyHash: 'h2' } }],
      updateId: 'b',
    });
    expect([first.bodyHash, again.bodyHash]).toEqual(['h1', 'h1']);
    const { timeline } = await gate.view(handle);
    expect(timeline.filter((entry) => 'type' in entry && entry.type === 'rejected')).toHaveLength(1);
    expect(await handle.query('applied', 'key-1')).toMatchObject({ command: 'reject', bodyHash: 'h1' });
    expect(await handle.query('applied', 'key-2')).toBeNull();
  });

  test('of a hundred decisions at once one wins, and every other is told by whom', async () => {
    const handle = await gate.submit('race');
    await gate.view(handle);
    const attempts = Array.from({ length: 100 }, (_, n) => n);
    const inFlight = 8;
    const outcomes: (string | null | undefined)[] = [];
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (let n = attempts.pop(); n !== undefined; n = attempts.pop()) {
          const update = gate.update(handle, n % 2 ? 'retrieve' : 'reject', `person-${n}`, {
            revision: 1,
            ...defined({ reason: n % 2 ? undefined : 'No' }),
          });
          outcomes.push(
            await update.then(
              () => 'won',
              () => refusedCode(update),
            ),
          );
        }
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['won', 'not_awaiting_decision']));
  });

  test('a run started with an argument that does not fit fails at once and says why', async () => {
    const handle = await gate.client.workflow.start('submission', {
      workflowId: 'submission:acme:broken',
      taskQueue: 'ledgergate',
      args: [{ submit: { companyId: 'acme', projectId: 'other' } }],
    });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'malformed' } });
  });
});
