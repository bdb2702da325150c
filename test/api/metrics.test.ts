/** The metrics of an API process: what is counted, by which labels, and what never stands in one. */
import type { Run } from '../../api/gateway/memo';
import { createMetrics, type MetricsOptions } from '../../api/metrics/metrics';
import { groupOpen, groupParked } from '../../api/metrics/open-submissions';
import { countCommands } from '../../api/metrics/server';
import type { Submissions } from '../../api/gateway/gateway';
import { defined } from '../../workflows/contract/defined';

const now = Date.parse('2026-11-27T12:00:00Z');
const hour = 3_600_000;

const run = (status: string, hours: number, parked?: string): Run =>
  ({
    projectId: 'canary-project',
    name: 'Canary Tower',
    submittedBy: { id: 'canary-person', channel: 'api' },
    status,
    waitingSince: new Date(now - hours * hour).toISOString(),
    ...defined({ parked: parked === undefined ? undefined : { code: parked, since: new Date(now).toISOString() } }),
  }) as unknown as Run;

test('open submissions are grouped by status and by how long they have been in it', () => {
  const runs = [0, 1, 1.1, 24, 25, 168, 169].map((hours) => run('awaiting_decision', hours));
  expect(groupOpen([...runs, run('exporting', 0)], now)).toEqual([
    { status: 'awaiting_decision', age: '1h', count: 2 },
    { status: 'awaiting_decision', age: '1d', count: 2 },
    { status: 'awaiting_decision', age: '7d', count: 2 },
    { status: 'awaiting_decision', age: 'older', count: 1 },
    { status: 'exporting', age: '1h', count: 1 },
  ]);
});

test('parked ones are grouped by code', () => {
  const runs = [run('parked', 1, 'erp_refused'), run('parked', 2, 'erp_refused'), run('exporting', 1)];
  expect(groupParked(runs)).toEqual([{ code: 'erp_refused', count: 2 }]);
});

const build = (options: Partial<MetricsOptions> = {}) =>
  createMetrics({
    version: '1.2.3',
    readFingerprints: () => ({ companies: 'c0ffee' }),
    listCompanies: () => ['acme', 'initech'],
    listOpen: (company) => Promise.resolve(company === 'acme' ? [run('parked', 400_000, 'out_of_time')] : undefined),
    ...options,
  });

test('every name begins with ledgergate_, and no label has an id or a name of a project or a person', async () => {
  const text = await build().read();
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !name.startsWith('ledgergate_'))).toEqual([]);
  expect(text).toContain('ledgergate_open_submissions{company="acme",status="parked",age="older"} 1');
  expect(text).toContain('ledgergate_parked_submissions{company="acme",code="out_of_time"} 1');
  expect(text).toContain('ledgergate_open_submissions_known{company="acme"} 1');
  expect(text).toContain('ledgergate_open_submissions_known{company="initech"} 0');
  expect(text).toMatch(/ledgergate_build_info\{version="1\.2\.3",node="v\d/);
  expect(text).toContain('ledgergate_nodejs_eventloop_lag_p99_seconds');
  expect(text.toLowerCase()).not.toContain('canary');
});

test('what was open before and is not any more is gone, also where it cannot be read', async () => {
  let isReadable = true;
  const listOpen = () => (isReadable ? Promise.resolve([run('exporting', 0)]) : Promise.reject(new Error('not now')));
  const metrics = build({ listCompanies: () => ['acme'], listOpen });
  expect(await metrics.read()).toContain('status="exporting"');
  isReadable = false;
  const text = await metrics.read();
  expect(text).not.toContain('status="exporting"');
  expect(text).toContain('ledgergate_open_submissions_known{company="acme"} 0');
});

test('requests are counted by route, status and code, and commands by company when they were applied', async () => {
  const metrics = build();
  metrics.noteRequest({ method: 'GET', route: '/readyz', status: 503, seconds: 0.2, code: 'no_worker' });
  metrics.noteRequest({ method: 'GET', status: 404, seconds: 0.001 });
  const id = { companyId: 'acme', projectId: '1042' };
  const failing = { command: () => Promise.reject(new Error('refused')), submit: () => Promise.resolve({}) };
  const counted = countCommands(failing as unknown as Submissions, metrics);
  await counted.submit({ id } as never);
  await expect(counted.command({ id, name: 'accept' } as never)).rejects.toThrow('refused');
  const text = await metrics.read();
  const request = 'ledgergate_http_request_duration_seconds';
  expect(text).toContain(`${request}_count{method="GET",route="/readyz",status="503",code="no_worker"} 1`);
  expect(text).toContain(`${request}_bucket{le="0.25",method="GET",route="/readyz",status="503",code="no_worker"} 1`);
  expect(text).toContain(`${request}_count{method="GET",route="other",status="404",code=""} 1`);
  expect(text).toContain('ledgergate_commands_total{company="acme",command="submit"} 1');
  expect(text).not.toContain('command="accept"');
});

test('what all processes must have alike is shown as it is now, and not as it was before', async () => {
  let companies = 'aaa';
  const metrics = build({ readFingerprints: () => ({ companies, sessionKey: 'sss', payloadKeys: 'ppp' }) });
  expect(await metrics.read()).toContain(
    'ledgergate_config_info{companies="aaa",session_key="sss",payload_keys="ppp"} 1\n',
  );
  companies = 'bbb';
  const text = await metrics.read();
  expect(text).toContain('ledgergate_config_info{companies="bbb",session_key="sss",payload_keys="ppp"} 1\n');
  expect(text).not.toContain('aaa');
});
