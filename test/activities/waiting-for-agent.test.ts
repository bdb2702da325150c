/** The export activity before a server whose agent fetches its work: the reference server, as a process. */
import { ApplicationFailure, type Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../activities';
import { Circuit } from '../../activities/circuit';
import { ErpPending, type Erp } from '../../activities/erp-port';
import { createAgent } from '../../adapters/erp/http/agent';
import type { ExportFailureDetails, ExportRequest, ExportResult } from '../../workflows/contract/activities';
import { parkedByFailure } from '../../workflows/domain/export-outcome';
import { clinic, grownClinic } from '../support/erp/fixtures';
import { startErpHttpServer, type ErpHttpServer } from '../support/erp/erp-http-server';
import { FaultProxy } from '../support/processes/fault-proxy';
import { waitFor } from '../../dev/processes/wait-for';

const hour = 3_600_000;
const commitWithinMs = 1;

let server: ErpHttpServer;
beforeEach(async () => {
  server = await startErpHttpServer({ agentEveryMs: 20 });
  await server.agent('agent away');
});
afterEach(() => server.stop());

const request: ExportRequest = {
  companyId: 'acme',
  projectId: '1042',
  revision: 1,
  reference: 'acme~1042',
  project: clinic,
  job: { number: '24-017' },
};

interface Attempted {
  readonly result?: ExportResult;
  readonly failure?: ApplicationFailure;
  readonly heartbeatDetails: unknown;
}

/** The attempts of one export, each with what the one before left to it. */
function exporting(erp: Erp, input = request): () => Promise<Attempted> {
  const { exportToErp } = createActivities({ forCompany: () => Promise.resolve(erp) });
  const scheduled = Date.now();
  const times = { scheduledTimestampMs: scheduled, currentAttemptScheduledTimestampMs: scheduled };
  let attempt = 0;
  let heartbeatDetails: unknown;
  return async () => {
    attempt += 1;
    const info: Partial<Info> = {
      attempt,
      scheduleToCloseTimeoutMs: hour,
      heartbeatDetails: heartbeatDetails,
      ...times,
    };
    const env = new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
    env.on('heartbeat', (details: unknown) => (heartbeatDetails = details));
    try {
      return { result: await env.run(exportToErp, input), heartbeatDetails };
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
      return { failure: error, heartbeatDetails };
    }
  };
}

const createErp = (url = server.url): Erp => createAgent({ ...server, url, commitWithinMs });
const readDetails = ({ failure }: Attempted): Partial<ExportFailureDetails> =>
  failure?.details?.[0] as Partial<ExportFailureDetails>;
const madeNames = () => server.made().map(({ reference }) => reference);

/** Until the agent has nothing more to do. */
const untilDone = (erp: Erp) =>
  waitFor('the agent', async () => {
    try {
      await erp.findByReference(request.reference, {
        signal: new AbortController().signal,
        heartbeat: () => undefined,
      });
      return true;
    } catch (error) {
      if (error instanceof ErpPending) return false;
      throw error;
    }
  });

describe('an order that an agent is to bring to the ERP', () => {
  test('ends the attempt, counts as sent and is no failure of the ERP', async () => {
    const attempted = await exporting(createErp())();
    expect(attempted.failure).toMatchObject({ type: 'waiting_for_agent', nonRetryable: false });
    expect(attempted.failure?.message).toMatch(/^The export waits for the agent, which /);
    expect(readDetails(attempted).sentAt).toBeDefined();
    expect(attempted.heartbeatDetails).toMatchObject({ attempt: 1, sentAt: readDetails(attempted).sentAt });
  });

  test('is looked up by the next attempt, and not sent again while it waits', async () => {
    const attempt = exporting(createErp());
    const [first, second] = [await attempt(), await attempt()];
    expect(second.failure).toMatchObject({ type: 'waiting_for_agent' });
    expect(readDetails(second).sentAt).toBe(readDetails(first).sentAt);
    expect(madeNames()).toEqual([]);
  });

  test('is exported by the attempt after the agent came, as one record', async () => {
    const attempt = exporting(createErp());
    await attempt();
    await server.agent('agent back');
    await untilDone(createErp());
    expect((await attempt()).result).toMatchObject({ reference: 'acme~1042', ids: { job: 'R-1' }, attempts: 2 });
    expect(madeNames()).toEqual(['acme~1042']);
  });

  test('outlives the server', async () => {
    const attempt = exporting(createErp());
    await attempt();
    await server.restart();
    await untilDone(createErp());
    expect((await attempt()).result).toBeDefined();
    expect(madeNames()).toEqual(['acme~1042']);
  });

  test('shows the last sign of life of the agent', async () => {
    await server.agent('agent back');
    await exporting(createErp(), { ...request, reference: 'acme~1', job: { number: '1' } })();
    await waitFor('the agent', () => madeNames().length === 1);
    await server.agent('agent away');
    const attempted = await exporting(createErp())();
    const { agentSeenAt = '' } = readDetails(attempted) as { agentSeenAt?: string };
    expect(new Date(agentSeenAt).toISOString()).toBe(agentSeenAt);
    expect(attempted.failure?.message).toBe(`The export waits for the agent, which was last seen at ${agentSeenAt}.`);
  });

  test('that comes back with a no is parked with it, and nothing is unknown', async () => {
    await server.agent('agent back');
    const holder = exporting(createErp(), { ...request, projectId: '1', reference: 'acme~1' });
    await holder();
    await waitFor('the agent', () => madeNames().length === 1);
    const attempt = exporting(createErp());
    await attempt();
    await untilDone(createErp());
    const attempted = await attempt();
    expect(attempted.failure).toMatchObject({ type: 'erp_number_taken', nonRetryable: true });
    expect(attempted.failure?.message).toBe('Job number 24-017 belongs to acme~1.');
    expect(readDetails(attempted).sentAt).toBeUndefined();
    expect(readDetails(attempted).holder).toBe('acme~1');
  });

  test('that was refused is worked on anew when it is sent again', async () => {
    await server.agent('agent back');
    const inEuro = exporting(createErp(), { ...request, project: { ...clinic, currency: 'EUR' } });
    await inEuro();
    await untilDone(createErp());
    expect((await inEuro()).failure).toMatchObject({ type: 'erp_refused' });
    const corrected = exporting(createErp());
    expect((await corrected()).failure).toMatchObject({ type: 'waiting_for_agent' });
    await untilDone(createErp());
    expect((await corrected()).result).toBeDefined();
  });

  test('that was refused says nothing of another order of the same project', async () => {
    await exporting(createErp(), { ...request, project: { ...clinic, currency: 'EUR' } })();
    await server.agent('agent back');
    await untilDone(createErp());
    const other = exporting(createErp());
    expect((await other()).failure).toMatchObject({ type: 'waiting_for_agent' });
    await untilDone(createErp());
    expect((await other()).result).toBeDefined();
  });

  test('is waited for by an update that comes meanwhile, and a person sees what it left', async () => {
    await exporting(createErp())();
    const update = exporting(createErp(), { ...request, project: grownClinic });
    const waiting = await update();
    expect(waiting.failure).toMatchObject({ type: 'waiting_for_agent' });
    // Another write waits there: it may still be applied.
    expect(readDetails(waiting).sentAt).toBeDefined();
    await server.agent('agent back');
    await untilDone(createErp());
    expect((await update()).failure).toMatchObject({ type: 'changed_in_erp' });
  });
});

describe('the next attempt at an order that waits', () => {
  const withRetryAfter = async (header: string | undefined): Promise<number | undefined | null> => {
    const proxy = await FaultProxy.start('http://127.0.0.1:9');
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    proxy.plan =
      ({ method }) =>
      () =>
        Promise.resolve(
          method === 'find'
            ? { status: 200, body: '{"record":null}' }
            : { status: 202, body: '{"waiting":{}}', headers },
        );
    const { failure } = await exporting(createErp(proxy.url))();
    await proxy.stop();
    return Number(failure?.nextRetryDelay);
  };

  test.each([
    [undefined, 15_000],
    ['1', 15_000],
    ['40', 40_000],
    ['3600', 60_000],
  ])('with Retry-After %s comes after %i ms', async (header, ms) => {
    expect(await withRetryAfter(header)).toBe(ms);
  });
});

test('many orders that wait leave the circuit of the company closed', () => {
  const circuit = new Circuit(() => 0);
  const turn = { attempt: 1, isRetry: false };
  for (let times = 0; times < 20; times += 1) circuit.failed(new ErpPending('It waits for the agent.'), turn);
  expect(circuit.isWell).toBe(true);
  expect(circuit.whyClosedTo(turn)).toBeUndefined();
});

test('an agent that stays away until the time is over leaves an unknown outcome', () => {
  const failure = { type: 'waiting_for_agent', message: 'It waits for the agent.', details: { attempt: 9 } };
  const sent = { ...failure, details: { attempt: 9, sentAt: '2026-03-01T09:30:00.000Z' } };
  expect(parkedByFailure(sent, hour, '2026-03-01T10:30:00.000Z')).toMatchObject({
    code: 'outcome_unknown',
    message: expect.stringMatching(/^The export was tried for 1 h\. The last failure: It waits for the agent\./),
  });
});
