import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemporalYaml } from '../../dev/temporal/temporal-yaml';
import { serverFlags } from '../../dev/start/server';
import { searchAttributes } from '../../workflows/search-attributes';
import { makeFolder } from '../support/processes/fake-executables';

const file = join(__dirname, '..', '..', 'temporal-dev.yaml');
const text = readFileSync(file, 'utf8');

describe('temporal-dev.yaml', () => {
  test('registers exactly the search attributes that the code sets, with their types', async () => {
    const { searchAttributes: registered } = await readTemporalYaml(file);
    const set = Object.values(searchAttributes).map(({ name, type }) => [name, type]);
    expect(Object.fromEntries(Object.entries(registered).map(([name, type]) => [name, type.toUpperCase()]))).toEqual(
      Object.fromEntries(set),
    );
  });

  test('is what docs/operations.md tells ops to register', async () => {
    const { searchAttributes: registered } = await readTemporalYaml(file);
    const operations = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    const command = /^temporal operator search-attribute create(?:.*\\\n)*.*$/m.exec(operations)?.[0] ?? '';
    const told = [...command.matchAll(/--name (\S+) --type (\S+)/g)].map(([, name, type]) => [name, type]);
    expect(told).toEqual(Object.entries(registered));
    const listed = /^The search attributes are ((?:[^.]|\n)*)\./m.exec(operations)?.[1] ?? '';
    expect([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(Object.keys(registered));
  });

  test('begins with the namespace, so that a script can read it', () => {
    expect(text).toMatch(/^namespace: \S+\n/);
  });

  test('keeps closed submissions for 90 days', async () => {
    expect(await readTemporalYaml(file)).toMatchObject({ retentionDays: 90 });
  });

  test('becomes the flags of the server, bound to this machine alone', async () => {
    const own = { address: '127.0.0.1:7001', port: 7001, uiPort: 8001, databaseFile: '/data/temporal.db' };
    const flags = serverFlags(own, await readTemporalYaml(file)).join(' ');
    expect(flags).toContain('--ip 127.0.0.1 --port 7001 --ui-port 8001 --db-filename /data/temporal.db');
    expect(flags).toContain('--sqlite-pragma journal_mode=wal --sqlite-pragma synchronous=full');
    expect(flags).toContain('--dynamic-config-value history.maxInFlightUpdates=1000');
  });

  test('bounds a flood of raw signals, and how long a run stays dark after a failed task', async () => {
    const { dynamicConfig } = await readTemporalYaml(file);
    expect(dynamicConfig).toMatchObject({
      'history.maximumSignalsPerExecution': 2_000,
      'history.workflowTaskRetryMaxInterval': '30s',
    });
  });

  describe('with a mistake in it', () => {
    const folder = makeFolder();
    afterAll(() => {
      folder.remove();
    });
    const reading = (content: string): Promise<unknown> => {
      const broken = join(folder.path, 'temporal-dev.yaml');
      writeFileSync(broken, content);
      return readTemporalYaml(broken);
    };

    test.each([
      ['a key nobody knows', text.replace('retentionDays:', 'retention:'), /Unrecognized key: "retention"/],
      ['a port that is none', text.replace('7233', 'seven'), /ports\.grpc: .*expected number/],
      [
        'a type of search attribute that does not exist',
        text.replace('Datetime', 'Date'),
        /searchAttributes\.WaitingSince/,
      ],
      ['an address that others can reach', text.replace('127.0.0.1', '0.0.0.0'), /ip: must be a loopback address/],
      ['YAML that cannot be read', `${text}\n  - {`, /cannot be used/],
      ['nothing', '', /file: .*expected object/],
    ])('%s is refused with its place', async (_, content, message) => {
      await expect(reading(content)).rejects.toThrow(message);
      await expect(reading(content)).rejects.toThrow(join(folder.path, 'temporal-dev.yaml'));
    });

    test('a file that is not there is named', async () => {
      await expect(readTemporalYaml(join(folder.path, 'missing.yaml'))).rejects.toThrow(/missing\.yaml cannot be used/);
    });
  });
});
