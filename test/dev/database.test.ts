import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainDatabase, sayMissingDatabase } from '../../dev/start/database';

const file = '/data/temporal.db';

test.each([
  [
    'that is no database',
    'Error: failed starting server: failed creating namespaces: unable to create SQLite admin DB: file is not a database (26)',
    /^\/data\/temporal\.db is damaged.*backup.*move the file away.*-wal.*-shm.*starts empty/,
  ],
  [
    'that is cut off',
    'Error: failed starting server: failed creating namespaces: error creating namespace "default": SQL logic error: no such table: namespaces (1)',
    /is damaged/,
  ],
  [
    'whose disk is full',
    '{"level":"ERROR","msg":"Operation failed with internal error.","error":"RangeCompleteVisibilityTask operation failed. Error: database or disk is full (13)"}',
    /^The disk of \/data\/temporal\.db is full.*Free some space/,
  ],
  ['that nobody may write', 'Error: attempt to write a readonly database (8)', /cannot be written/],
])('what the server says of a file %s is said with the file and what to do', (_what, line, explained) => {
  expect(explainDatabase(line, file)).toMatch(explained);
});

test('other lines are none of it', () => {
  expect(explainDatabase('Temporal Server:  127.0.0.1:7233', file)).toBeUndefined();
  expect(explainDatabase('{"level":"ERROR","msg":"context deadline exceeded"}', file)).toBeUndefined();
});

describe('a database that was removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledgergate-database-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const said = async (name: string) => {
    const lines: string[] = [];
    const server = { address: '127.0.0.1:1', port: 1, uiPort: 2, databaseFile: join(folder, name) };
    await sayMissingDatabase(server, (line) => lines.push(line));
    return lines;
  };

  test('is said, with what still guards', async () => {
    expect(await said('gone.db')).toEqual([
      expect.stringMatching(/gone\.db does not exist\. Temporal starts empty.*nothing is exported twice/),
    ]);
  });

  test('and one that is there is not', async () => {
    writeFileSync(join(folder, 'there.db'), '');
    expect(await said('there.db')).toEqual([]);
  });
});
