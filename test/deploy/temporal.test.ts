/** The files of deploy/ agree with the development server and with each other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { hostPorts } from '../../dev/cluster/processes';
import { readTemporalYaml } from '../../dev/temporal/temporal-yaml';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, 'deploy', file), 'utf8');

test('the dynamic configuration is that of the development server, and one value more', async () => {
  const { dynamicConfig } = await readTemporalYaml(join(root, 'temporal-dev.yaml'));
  const Values = z.record(z.string(), z.tuple([z.strictObject({ value: z.unknown() })]));
  const values = Object.entries(Values.parse(parse(read('temporal/dynamic-config.yaml'))));
  expect(Object.fromEntries(values.map(([key, [{ value }]]) => [key, value]))).toEqual({
    ...dynamicConfig,
    'system.visibilityEnableUnifiedQueryConverter': true,
  });
});

test('the nodes listen where the cluster expects them', () => {
  expect(read('temporal/node.yaml')).toMatch(new RegExp(`frontend:\\n    rpc: \\{ grpcPort: ${hostPorts.temporal},`));
});

test.each([
  ['temporal/node.yaml', /\{\{ env "(\w+)" (?:\| quote )?\}\}/g],
  ['haproxy.cfg', /"\$\{(\w+)\}"/g],
])('%s names at its head each variable that it needs', (file, pattern) => {
  const text = read(file);
  const head = text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n');
  const needed = [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))];
  expect(needed.length).toBeGreaterThan(3);
  expect(needed.filter((name) => !head.includes(name))).toEqual([]);
});
