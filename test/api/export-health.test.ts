/** How the exports of a company go, out of those that have been under way longest. */
import { toExportHealth, type UnderWay } from '../../api/export-health';
import { createMemoryGateway } from '../support/api/gateway';
import { startApi } from '../support/api/server';
import { type Grant, signToken } from '../support/api/tokens';
import { stages } from '../support/domain/fixtures';
import { useStarted } from '../support/use-started';

const at = (minute: number): string => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`;
const run = (minute: number, exporting: UnderWay['exporting']): UnderWay => ({
  run: { projectId: `p-${minute}`, waitingSince: at(minute) },
  exporting,
});
const failed = (code: string): UnderWay['exporting'] => ({
  attempts: 3,
  lastFailure: { code, message: 'No answer.', at: at(30) },
  nextAttemptAt: at(31),
});
const awaited = (agentSeenAt?: string): UnderWay['exporting'] => ({
  attempts: 2,
  waitingFor: 'agent',
  ...(agentSeenAt === undefined ? undefined : { agentSeenAt }),
});

describe('the ERP fails', () => {
  test('since the oldest export began whose last attempt failed', () => {
    const underWay = [run(1, { attempts: 0 }), run(2, undefined), run(3, failed('erp_unavailable'))];
    expect(toExportHealth([...underWay, run(4, failed('erp_unknown'))], false)).toEqual({
      failing: {
        since: at(3),
        projectId: 'p-3',
        attempts: 3,
        lastFailure: { code: 'erp_unavailable', message: 'No answer.', at: at(30) },
        nextAttemptAt: at(31),
      },
    });
  });

  test('not because exports wait for others, and not where none failed', () => {
    expect(toExportHealth([run(1, failed('company_busy')), run(2, { attempts: 1 })], false)).toEqual({});
    expect(toExportHealth([], false)).toEqual({});
  });
});

describe('the agent', () => {
  test('was last seen when any of the exports that wait for it says so last', () => {
    const underWay = [run(5, awaited(at(8))), run(6, awaited(at(20))), run(7, awaited())];
    expect(toExportHealth(underWay, true)).toEqual({ agent: { waitingSince: at(5), seenAt: at(20) } });
    expect(toExportHealth([run(7, awaited())], true)).toEqual({ agent: { waitingSince: at(7) } });
  });

  test('is not known while no export waits for it, and there is none where the adapter has none', () => {
    expect(toExportHealth([run(1, failed('erp_unavailable'))], true)).toMatchObject({ agent: {} });
    expect(toExportHealth([run(5, awaited(at(8)))], false)).toEqual({});
  });
});

describe('the answer of the API', () => {
  const gateway = createMemoryGateway();
  const api = useStarted(() => startApi(gateway));

  test('has only what the caller may see', async () => {
    gateway.put(stages.exporting);
    const asked: string[] = [];
    gateway.readExport = async ({ projectId }) => {
      asked.push(projectId);
      return failed('erp_unavailable');
    };
    const read = async (grant: Grant) =>
      (await api.send('GET', '/v1/companies/acme/export-health', { token: await signToken('ada', { acme: grant }) }))
        .json;
    expect(await read({ admin: ['7'] })).toEqual({});
    expect(asked).toEqual([]);
    expect(await read({ viewer: true })).toMatchObject({
      failing: { projectId: '1042', since: stages.exporting.waitingSince },
    });
  });
});
