/** The units of systemd run the programs of the product, with variables that these read. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isRead, listUnread, processes, readEnvFile, readText } from '../support/deploy/product';

const folder = 'deploy/systemd';
const files = readdirSync(join(__dirname, '..', '..', folder));
const values = (unit: string, key: string): string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test('each process has a unit', () => {
  const units = files.filter((name) => name.endsWith('.service')).sort();
  expect(units).toEqual(processes.map((name) => `ledgergate-${name}.service`).sort());
});

describe.each(processes)('the unit of the %s', (name) => {
  const unit = readText(`${folder}/ledgergate-${name}.service`);

  test('runs its program, not as root, and starts it again when it ends', () => {
    expect(values(unit, 'ExecStart')).toEqual([`/usr/bin/node ${findProgram(name)}`]);
    expect(values(unit, 'User')).toEqual(['ledgergate']);
    expect(values(unit, 'Restart')).toEqual(['always']);
    expect(values(unit, 'CapabilityBoundingSet')).toEqual(['']);
  });

  test('sets only variables that it reads', () => {
    const names = values(unit, 'Environment').flatMap((line) =>
      line.split(' ').map((pair) => pair.split('=')[0] ?? ''),
    );
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((variable) => !isRead(name, variable))).toEqual([]);
  });

  test('reads files of variables that deploy/ has, each of which a process reads', () => {
    const read = values(unit, 'EnvironmentFile').map((path) => path.replace('/etc/ledgergate/', ''));
    const here: Readonly<Record<string, string>> = {
      'ledgergate.env': 'deploy/ledgergate.env',
      'temporal.env': `${folder}/temporal.env`,
    };
    expect(read.length).toBeGreaterThan(0);
    for (const file of read) expect(listUnread(Object.keys(readEnvFile(here[file] ?? file)))).toEqual([]);
  });
});
