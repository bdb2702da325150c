/** Before the tests that need a server: the build is there, and so are the CLI and the time-skipping server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findTemporalCli, findTestServer } from '../../dev/temporal/temporal-cli';

const built = ['worker/main.js', 'api/main.js', 'dev/start/start.js', 'workflow-bundle.js', 'web/index.html'];

/** Hands both paths on as `TEMPORAL_CLI` and `TEMPORAL_TEST_SERVER`. @throws Error saying what to do first */
export default async function findServers(): Promise<void> {
  const missing = built.find((name) => !existsSync(join(__dirname, '..', '..', 'dist', name)));
  if (missing !== undefined) throw new Error(`dist/${missing} is missing: run "npm run build" first.`);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  process.env['TEMPORAL_CLI'] = (await findTemporalCli({ say })).path;
  process.env['TEMPORAL_TEST_SERVER'] = (await findTestServer({ say })).path;
}
