/** Before the end-to-end tests: the servers, and for those who play with a real Tryton what is made of it once a machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../../adapters/errors';
import findServers from './global-setup';
import { isPostgresqlThere } from './processes/postgresql';
import { prepareForTests } from './erp/tryton';

type GlobalConfig = Readonly<{ testPathPatterns: Readonly<{ patterns: readonly string[] }> }>;
type ProjectConfig = Readonly<{ displayName?: Readonly<{ name: string }>; testPathIgnorePatterns: readonly string[] }>;

const tests = join(__dirname, '..');

/** The test files of this run with a word of this kind in their name or text. */
function someTestHas(
  kind: RegExp,
  { testPathPatterns }: GlobalConfig,
  { testPathIgnorePatterns }: ProjectConfig,
): boolean {
  const isWanted = new RegExp(testPathPatterns.patterns.join('|'), 'i');
  const isLeftOut = new RegExp(testPathIgnorePatterns.join('|'));
  return readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .map((name) => join(tests, name))
    .filter((file) => /tryton[^/]*\.test\.ts$/.test(file) && /\.integration\.|\/e2e\//.test(file))
    .some((file) => isWanted.test(file) && !isLeftOut.test(file) && kind.test(readFileSync(file, 'utf8')));
}

/** The faults say themselves what they are played on; pictures need none. */
function databasesFor(config: GlobalConfig, project: ProjectConfig): readonly ('sqlite' | 'postgresql')[] {
  const { displayName } = project;
  if (displayName?.name === 'faults') {
    if (process.env['FAULT_SERVER'] !== 'tryton') return [];
    return process.env['FAULT_DATABASE'] === 'postgresql' ? ['postgresql'] : ['sqlite'];
  }
  if (displayName?.name !== 'e2e') return [];
  const isOnPostgresql = isPostgresqlThere() && someTestHas(/describeOnPostgresql/, config, project);
  return [
    ...(someTestHas(/./, config, project) ? ['sqlite' as const] : []),
    ...(isOnPostgresql ? ['postgresql' as const] : []),
  ];
}

export default async function setUp(config: GlobalConfig, project: ProjectConfig): Promise<void> {
  await findServers();
  for (const database of databasesFor(config, project)) {
    try {
      await prepareForTests(database);
    } catch (error) {
      // All other tests can be played; those that need it say what is missing.
      process.stderr.write(`Tryton cannot be prepared on ${database}: ${errorMessage(error)}\n`);
    }
  }
}
