import type { TimelineEntry } from '../../workflows/contract/view';
import { ErpDouble } from '../support/erp/double';
import { startGate, type Gate } from '../support/processes/workflow-env';
import { useStarted } from '../support/use-started';

const erp = new ErpDouble();

const gate = useStarted(() => startGate({ forCompany: () => Promise.resolve(erp) }));

type Handle = Awaited<ReturnType<Gate['submit']>>;

const ignoredBy = async (handle: Handle): Promise<TimelineEntry[]> => {
  const { timeline } = await gate.view(handle);
  return timeline.filter((entry): entry is TimelineEntry => 'type' in entry && entry.type === 'ignored');
};

let accepted = 0;
const expectExport = async (handle: Handle): Promise<void> => {
  accepted += 1;
  const job = { number: `24-${String(accepted).padStart(3, '0')}` };
  await gate.update(handle, 'accept', 'tess', { revision: 1, job });
  expect((await handle.result()).status).toBe('exported');
};

const names = [
  ['the prefix of the SDK', '__temporal_x'],
  ['that prefix alone', '__temporal_'],
  ['a signal of the SDK itself', '__temporal_workflow_stream_publish'],
  ['a query of the SDK', '__stack_trace'],
  ['the other query of the SDK', '__enhanced_stack_trace'],
  ['a query of ours', 'view'],
  ['a member of every object', '__proto__'],
  ['the constructor of every object', 'constructor'],
  ['letters of other scripts', 'אישור-قبول-承認-😀'],
  ['a space', ' '],
] as const;

describe('a raw signal whose name is', () => {
  test.each(names)('%s is ignored under its own name', async (what, name) => {
    const handle = await gate.submit(`named-${what.replaceAll(' ', '-')}`);
    await handle.signal(name, { by: 'somebody' });
    expect(await ignoredBy(handle)).toMatchObject([
      { signal: name, code: 'unknown_signal', actor: { id: 'somebody' } },
    ]);
    await expectExport(handle);
  });

  test('reserved is ignored as well when it comes with the start', async () => {
    const handle = await gate.submit('reserved-first', {}, { signal: '__temporal_x', signalArgs: [] });
    expect(await ignoredBy(handle)).toMatchObject([{ signal: '__temporal_x', code: 'unknown_signal' }]);
    await expectExport(handle);
  });

  test('of 1,000 characters is cut in the timeline', async () => {
    const handle = await gate.submit('long-name');
    await handle.signal('n'.repeat(1_000));
    const [entry] = await ignoredBy(handle);
    expect(entry?.signal).toHaveLength(200);
    await expectExport(handle);
  });
});

describe('a raw signal with', () => {
  test('nearly 2 MB of payload, which is as much as a server takes, is ignored', async () => {
    const handle = await gate.submit('big-payload');
    await handle.signal('reject', { by: 'somebody', reason: 'x'.repeat(1_900_000) });
    expect(await ignoredBy(handle)).toMatchObject([{ signal: 'reject', code: 'malformed' }]);
    await expectExport(handle);
  });

  test('1,000 arguments is ignored', async () => {
    const handle = await gate.submit('many-arguments');
    await handle.signal('accept', ...Array.from({ length: 1_000 }, () => ({ by: 'somebody' })));
    expect(await ignoredBy(handle)).toMatchObject([{ signal: 'accept', code: 'malformed' }]);
    await expectExport(handle);
  });
});
