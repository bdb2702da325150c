/** A Procore of the worst kind, in a process of its own: each fetch ends, and costs little. */
import { SourceUnavailable, withinMs } from '../../../adapters/source/source';
import { brief, bytesReadBy, endless, slow, useHostileServer, type Conduct } from '../../support/erp/hostile-server';
import { sourceAt } from '../../support/procore/client';

const server = useHostileServer();

/** 8 MiB of answer, and what lies around it. */
const mostBytes = 8.4 * 1024 * 1024;

/** Whose paths are absolute: the conduct is that of the whole server. */
async function fetchFrom(conduct: Conduct, ms: number) {
  await server.always(conduct);
  return withinMs(ms, (deadline) => sourceAt(server.origin()).fetchProject('89025', deadline));
}

test.each([...endless, ...brief])('that answers with: %s is unavailable', async (conduct) => {
  const bytes = await bytesReadBy(async () => {
    await expect(fetchFrom(conduct, 600_000)).rejects.toThrow(SourceUnavailable);
  });
  expect(bytes).toBeLessThan(mostBytes);
  await server.isLeft();
});

test.each(slow)('that is %s is unavailable when the time of the call is over', async (conduct) => {
  await expect(fetchFrom(conduct, 200)).rejects.toMatchObject({
    name: 'SourceUnavailable',
    message: 'Procore did not answer in time.',
  });
});
