/** The alerts and the dashboard name metrics that there are, and each alert has its line in the runbook. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createMetrics } from '../../api/metrics/metrics';

const root = join(__dirname, '..', '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}
const alerts = (parse(read('deploy/prometheus-rules.yaml')) as Rules).groups.flatMap(({ rules }) => rules);
const dashboard = read('deploy/grafana-dashboard.json');

test('each alert has a line in the runbook, and no line is of another alert', () => {
  const lines = [...read('docs/operations.md').matchAll(/^\| `(Ledgergate\w+)`/gm)].map(([, name]) => name);
  expect(lines.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
});

test('every metric of ours in them exists', async () => {
  const text = await createMetrics({
    version: '1',
    readFingerprints: () => ({ companies: '' }),
    listCompanies: () => [],
    listOpen: () => Promise.resolve([]),
  }).read();
  const made = [...read('worker/metrics.ts').matchAll(/'(ledgergate_\w+)'/g)].map(([, name = '']) => name);
  const known = [...[...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name), ...made];
  const named = new Set([...alerts.map(({ expr }) => expr), dashboard].join('\n').match(/\bledgergate_[a-z0-9_]+/g));
  expect(named.size).toBeGreaterThan(5);
  const base = (name: string): string => name.replace(/_(count|bucket|total)$/, '');
  expect([...named].filter((name) => !known.some((each) => base(each) === base(name)))).toEqual([]);
});
