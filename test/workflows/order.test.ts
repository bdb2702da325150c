/** Messages that waited for a worker come in one activation with the start: they count in one order, then and in each replay. */
import type { SubmissionState } from '../../workflows/contract/view';
import { third } from '../support/domain/fixtures';
import { ErpDouble } from '../support/erp/double';
import { startGate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();
const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }, []));

const listTypes = ({ timeline }: SubmissionState): string[] =>
  timeline.map((entry) => ('type' in entry ? entry.type : 'omitted'));

test('the signals that wait with an update come before it, whoever replays them', async () => {
  await gate.stopWorker();
  const handle = await gate.submit('1042');
  const rejected = gate.update(handle, 'reject', third.id, { revision: 1, reason: 'No such customer.' });
  rejected.catch(() => undefined);
  await handle.signal('accept', { by: 'olga', revision: 7 });
  await gate.startWorker();
  await rejected;
  const before = await gate.view(handle);
  expect(listTypes(before)).toEqual(['submitted', 'ignored', 'rejected']);

  await gate.stopWorker();
  await gate.startWorker({});
  expect(listTypes(await gate.view(handle))).toEqual(listTypes(before));
});
