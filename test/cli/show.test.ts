/** What `show` prints of a project that was submitted again. */
import type { PreviousRun } from '../../workflows/contract/view';
import { initialState } from '../../workflows/domain/submission';
import { toView } from '../../workflows/domain/view';
import { json, startScripted } from '../client/scripted-server';
import * as given from '../support/domain/fixtures';
import { call } from './calling';
import { useStarted } from '../support/use-started';

const server = useStarted(() => startScripted());

async function show(previousRun: PreviousRun): Promise<string> {
  const view = toView(initialState(given.submitted({ previousRun })), 'run-2');
  server.script(json({ ...view, actions: {}, links: { self: '/' } }));
  const environment = { LEDGERGATE_URL: server.url, LEDGERGATE_COMPANY: 'acme', LEDGERGATE_TOKEN: 'secret' };
  const { code, out } = await call('show 1042', { environment });
  expect(code).toBe(0);
  return out.replaceAll(/[\u2068\u2069]/g, '');
}

test('the run before stands there with its last rejection and what is different since', async () => {
  const fields = [{ pointer: '/customer', message: 'who?' }, { omitted: 3 }];
  const out = await show({
    runId: 'run-1',
    revision: 4,
    lastRejection: {
      reason: 'No customer.',
      category: 'Customer',
      fields,
      by: given.third,
      at: given.at(1),
      revision: 4,
    },
    differences: [{ pointer: '/name', before: 'Mill', after: 'Old Mill' }, { omitted: 2 }],
  });
  expect(out).toContain('last run   ended at revision 4 (run-1)\n');
  expect(out).toMatch(
    /rejected {3}revision 4 by .* \(Customer\)\n +No customer\.\n +\/customer: who\?\n +and 3 more\n/,
  );
  expect(out).toMatch(/since then {1}\/name: Mill → Old Mill\n +and 2 more\n/);
});

test('one that could not be read is told as that, and one that left a record in the ERP too', async () => {
  const out = await show({ ...given.afterExport, exported: given.inErp });
  expect(out).toMatch(
    /last run {3}ended at revision 1 \(run-1\)\n +in the ERP since revision 1, .*\n +it could not be read, so /,
  );
  expect(out).not.toContain('since then');
  expect(await show({ runId: 'run-1', revision: 1, differences: [] })).not.toContain('could not be read');
});
