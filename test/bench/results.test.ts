/** The page that people read, the results behind it, and the rival they are measured against. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toMarkdown } from '../../bench/report';

const root = join(__dirname, '..', '..');
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');

test('the results say of each goal whether it was met, with the spread', () => {
  const page = toMarkdown({
    date: '2026-01-02T03:04:05.000Z',
    minutes: 9.5,
    commit: 'abc1234',
    rounds: 3,
    loadBefore: 0.1,
    machine: { cpu: 'Some CPU', cores: 2, memoryGiB: 8, system: 'Linux 6 x64' },
    versions: { Ledgergate: '1.2.3' },
    on: 'cluster',
    findings: [
      {
        scenario: 'decision',
        series: [{ name: 'Ledgergate', unit: 'ms', rounds: [12, 10, 11] }],
        goals: [
          { name: 'quick', unit: 'ms', rounds: [12, 10, 11], bound: 'at most', limit: 11 },
          { name: 'quicker', unit: 'ms', rounds: [12, 10, 11], bound: 'at most', limit: 10 },
        ],
      },
    ],
  });
  expect(page).toContain('# Benchmark of 2026-01-02');
  expect(page).toContain('2 cores of Some CPU, 8 GiB');
  expect(page).toContain('two nodes of Temporal on PostgreSQL');
  expect(page).toContain('| quick | 10.0 | **11.0** | 12.0 ms | at most 11.0 | met |');
  expect(page).toContain('| quicker | 10.0 | **11.0** | 12.0 ms | at most 10.0 | **missed** |');
  expect(page).toContain('| Ledgergate | 10.0 | **11.0** | 12.0 ms |');
});

test('docs/benchmarks.md speaks of results that were kept', () => {
  const linked = [...read('docs', 'benchmarks.md').matchAll(/\(\.\.\/bench\/results\/([^)]+\.md)\)/g)];
  const kept = readdirSync(join(root, 'bench', 'results'));
  expect(linked.length).toBeGreaterThan(0);
  expect(linked.map(([, name]) => name).filter((name) => !kept.includes(name ?? ''))).toEqual([]);
});
