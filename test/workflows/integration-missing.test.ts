/** A company without an integration: what was accepted waits for a person, however often it is retried meanwhile. */
import type { Erp } from '../../activities/erp-port';
import type { SubmissionState } from '../../workflows/contract/view';
import { third } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

let erp: Erp | undefined;
const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));

const countEntries = ({ timeline }: SubmissionState, type: string): number =>
  timeline.filter((entry) => 'type' in entry && entry.type === type).length;

test('a retry while it is missing parks again, says what to do, and exports once it is back', async () => {
  const handle = await gate.submit('1042');
  await gate.update(handle, 'accept', third.id, { revision: 1, job: { number: '24-017' } });
  for (const times of [1, 2]) {
    const state = await gate.until(handle, (one) => one.status === 'parked' && countEntries(one, 'parked') === times);
    expect(state.export?.parked).toMatchObject({
      code: 'integration_missing',
      remedy: expect.stringContaining('Restore it in companies.yaml') as string,
    });
    expect(countEntries(state, 'ignored')).toBe(0);
    if (times === 2) erp = new ErpDouble();
    await handle.signal('retryExport', { by: 'olga' });
  }
  expect((await handle.result()).status).toBe('exported');
});
